@main
struct Alcf {
    static func main() {}
}
