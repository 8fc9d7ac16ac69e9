// A server that keeps an exact schedule, for measuring clients: OpenAI's chat completions, streamed, on 127.0.0.1.
//
// One epoll loop; a heap of deadlines behind a timer descriptor, which has no slack. A request counts from the kernel's own
// stamp of its last packet, so that a request which waited in our queue is neither answered late nor logged late.
// As a gateway it lists one model on one cluster, so that what stands before a gateway can be measured too.
// GET …/log.csv gives, and empties, the log: when each request came, when its first and last token were written.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { MAX_REQUEST = 1 << 20, MAX_FD = 1 << 17 };

typedef struct {
    char *in, *out; // what was read and not answered; what could not be written yet
    size_t in_len, in_cap, out_len, out_off;
    int64_t arrived, first, due;
    int id, token, slot; // slot: place in the heap, -1 for none
} conn;

typedef struct { int64_t arrived, first, last; int id; } entry;

static conn *conns[MAX_FD];
static int heap[MAX_FD], heap_len, loop, timer, tokens = 64, served;
static int64_t ttft, gap, wall_offset, armed;
static entry *entries;
static size_t entry_len, entry_cap;
static char *begin, *middle, *end, *whole;
static size_t begin_len, middle_len, end_len, whole_len;
static const char HEAD[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                           "transfer-encoding: chunked\r\n\r\n";

static int64_t clock_ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void *must(void *p) {
    if (!p) abort();
    return p;
}

// ------------------------------------------------------------------ the answer's bytes, made once

static void chunk(char **text, size_t *length, const char *data) {
    size_t size = strlen(data) + 8;
    *text = must(realloc(*text, *length + size + 32));
    *length += (size_t)sprintf(*text + *length, "%zx\r\ndata: %s\n\n\r\n", size, data);
}

#define DELTA(delta, finish)                                                                                         \
    "{\"id\":\"chatcmpl-null\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"null\","      \
    "\"choices\":[{\"index\":0,\"delta\":" delta ",\"logprobs\":null,\"finish_reason\":" finish "}]}"

static void make_answer(void) {
    char usage[300];
    snprintf(usage, sizeof usage,
             "{\"id\":\"chatcmpl-null\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"null\","
             "\"choices\":[],\"usage\":{\"prompt_tokens\":16,\"total_tokens\":%d,\"completion_tokens\":%d}}",
             16 + tokens, tokens);
    chunk(&begin, &begin_len, DELTA("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
    chunk(&begin, &begin_len, DELTA("{\"content\":\" word\"}", "null"));
    chunk(&middle, &middle_len, DELTA("{\"content\":\" word\"}", "null"));
    if (tokens > 1) chunk(&end, &end_len, DELTA("{\"content\":\" word\"}", "null"));
    chunk(&end, &end_len, DELTA("{}", "\"stop\""));
    chunk(&end, &end_len, usage);
    chunk(&end, &end_len, "[DONE]");
    end = must(realloc(end, end_len + 8));
    end_len += (size_t)sprintf(end + end_len, "0\r\n\r\n");
    size_t between = tokens > 2 ? (size_t)(tokens - 2) * middle_len : 0;
    whole = must(malloc(sizeof HEAD + begin_len + between + end_len));
#define PUT(bytes, count) memcpy(whole + whole_len, bytes, count), whole_len += count
    PUT(HEAD, sizeof HEAD - 1);
    PUT(begin, begin_len);
    for (int i = 2; i < tokens; i++) PUT(middle, middle_len);
    PUT(end, end_len);
}

// ------------------------------------------------------------------ deadlines

static void put(int slot, int fd) { heap[slot] = fd, conns[fd]->slot = slot; }

static void settle(int slot) {
    int fd = heap[slot];
    int64_t due = conns[fd]->due;
    while (slot && conns[heap[(slot - 1) / 2]]->due > due) put(slot, heap[(slot - 1) / 2]), slot = (slot - 1) / 2;
    for (int child; (child = 2 * slot + 1) < heap_len; slot = child) {
        if (child + 1 < heap_len && conns[heap[child + 1]]->due < conns[heap[child]]->due) child++;
        if (conns[heap[child]]->due >= due) break;
        put(slot, heap[child]);
    }
    put(slot, fd);
}

static void schedule(int fd, int64_t due) {
    conn *c = conns[fd];
    c->due = due;
    if (c->slot < 0) heap[heap_len] = fd, c->slot = heap_len++;
    settle(c->slot);
}

static void unschedule(int fd) {
    int slot = conns[fd]->slot;
    if (slot < 0) return;
    conns[fd]->slot = -1;
    if (slot == --heap_len) return;
    put(slot, heap[heap_len]);
    settle(slot);
}

static void arm(void) {
    int64_t due = heap_len ? conns[heap[0]]->due : 0;
    if (due == armed) return;
    armed = due;
    struct itimerspec when = {.it_value = {due / 1000000000, due % 1000000000}};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, NULL);
}

// ------------------------------------------------------------------ connections

static void hang_up(int fd) {
    unschedule(fd);
    free(conns[fd]->in), free(conns[fd]->out), free(conns[fd]);
    conns[fd] = NULL;
    close(fd);
}

static void watch(int fd, uint32_t events, int how) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    epoll_ctl(loop, how, fd, &event);
}

// 0 where the connection is gone.
static int say(int fd, const char *bytes, size_t length) {
    conn *c = conns[fd];
    ssize_t sent = 0;
    if (c->out_len == c->out_off) {
        sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) return hang_up(fd), 0;
        if (sent < 0) sent = 0;
        c->out_len = c->out_off = 0;
    }
    if ((size_t)sent < length) { // the client is slow: keep the rest
        size_t rest = length - (size_t)sent;
        c->out = must(realloc(c->out, c->out_len + rest));
        memcpy(c->out + c->out_len, bytes + sent, rest);
        c->out_len += rest;
        watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
    return 1;
}

static void go_on(int fd) {
    conn *c = conns[fd];
    ssize_t sent = send(fd, c->out + c->out_off, c->out_len - c->out_off, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN) hang_up(fd);
        return;
    }
    c->out_off += (size_t)sent;
    if (c->out_off == c->out_len) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
}

static void note(conn *c, int64_t first, int64_t last) {
    if (entry_len == entry_cap) entries = must(realloc(entries, (entry_cap = entry_cap * 2 + 4096) * sizeof *entries));
    entries[entry_len++] = (entry){c->arrived, first, last, c->id};
}

static int say_whole(int fd, const char *type, const char *body, size_t length) {
    char head[200];
    int n = snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\ncontent-type: %s\r\ncontent-length: %zu\r\n\r\n", type, length);
    return say(fd, head, (size_t)n) && say(fd, body, length);
}

static int say_log(int fd) {
    size_t size = 0;
    char *text = NULL;
    FILE *file = must(open_memstream(&text, &size));
    fputs("id,t_req_ns,t_first_token_ns,t_last_token_ns,tokens\n", file);
    for (size_t i = 0; i < entry_len; i++)
        fprintf(file, "%d,%lld,%lld,%lld,%d\n", entries[i].id, (long long)entries[i].arrived, (long long)entries[i].first,
                (long long)entries[i].last, tokens);
    fclose(file);
    entry_len = 0;
    int alive = say_whole(fd, "text/csv", text, size);
    free(text);
    return alive;
}

// The next token of an answer; all of them where nothing is to be waited for.
static void write_token(int fd) {
    conn *c = conns[fd];
    int64_t now = clock_ns(CLOCK_MONOTONIC);
    if (!ttft && !gap) {
        note(c, now, now);
        say(fd, whole, whole_len);
        return;
    }
    int last = c->token == tokens - 1 || !gap;
    if (!c->token) c->first = now;
    if (last) note(c, c->first, now);
    int alive;
    if (last && !c->token) {
        size_t head = sizeof HEAD - 1; // the head went out when the request came
        alive = say(fd, whole + head, whole_len - head);
    } else
        alive = !c->token ? say(fd, begin, begin_len) : last ? say(fd, end, end_len) : say(fd, middle, middle_len);
    c = conns[fd];
    if (alive && !last) schedule(fd, c->arrived + ttft + (int64_t)++c->token * gap);
}

static void answer(int fd, const char *path, size_t path_len, const char *body, const char *body_end) {
    conn *c = conns[fd];
#define ENDS(with) (path_len >= sizeof with - 1 && !memcmp(path + path_len - (sizeof with - 1), with, sizeof with - 1))
    static const char models[] = "{\"object\":\"list\",\"data\":[{\"id\":\"null\",\"object\":\"model\"}]}";
    static const char catalog[] = "{\"clusters\":{\"metis\":{\"base_url\":\"/resource_server/metis\",\"frameworks\":{\"api\":"
                                  "{\"models\":[\"null\"],\"endpoints\":[\"/v1/chat/completions\"]}}}}}";
    static const char jobs[] = "{\"running\":[{\"Models\":\"null\",\"Framework\":\"api\",\"Cluster\":\"metis\",\"Model Status\":\"running\"}],"
                               "\"queued\":[],\"stopped\":[],\"others\":[],\"cluster_status\":{}}";
    if (ENDS("/log.csv")) say_log(fd);
    else if (ENDS("/list-endpoints")) say_whole(fd, "application/json", catalog, sizeof catalog - 1);
    else if (ENDS("/jobs")) say_whole(fd, "application/json", jobs, sizeof jobs - 1);
    else if (ENDS("/models")) say_whole(fd, "application/json", models, sizeof models - 1);
    else if (ENDS("/chat/completions")) {
        const char *mark = body < body_end ? memchr(body, '#', (size_t)(body_end - body)) : NULL;
        c->id = mark ? atoi(mark + 1) : served;
        served++;
        c->token = 0;
        if (!ttft && !gap) write_token(fd);
        else if (say(fd, HEAD, sizeof HEAD - 1)) schedule(fd, c->arrived + ttft);
    } else
        hang_up(fd);
}

// Answers the requests that are whole. A client sends the next one when it has its answer.
static void serve(int fd) {
    conn *c = conns[fd];
    while (c && c->in_len && c->slot < 0) {
        char *head_end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
        if (!head_end) return;
        *head_end = 0;
        char *length_header = strcasestr(c->in, "\r\ncontent-length:");
        size_t length = length_header ? strtoul(length_header + 17, NULL, 10) : 0;
        *head_end = '\r';
        if (length > MAX_REQUEST) return hang_up(fd);
        size_t total = (size_t)(head_end - c->in) + 4 + length;
        if (c->in_len < total) return;
        char *path = memchr(c->in, ' ', (size_t)(head_end - c->in));
        char *path_end = path ? memchr(path + 1, ' ', (size_t)(head_end - path - 1)) : NULL;
        if (!path_end) return hang_up(fd);
        answer(fd, path + 1, (size_t)(path_end - path - 1), head_end + 4, c->in + total);
        c = conns[fd];
        if (c) memmove(c->in, c->in + total, c->in_len -= total);
    }
}

static void receive(int fd) {
    conn *c = conns[fd];
    if (c->in_cap - c->in_len < 4096) c->in = must(realloc(c->in, c->in_cap = c->in_cap * 2 + 4096));
    char control[64];
    struct iovec into = {c->in + c->in_len, c->in_cap - c->in_len};
    struct msghdr message = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t count = recvmsg(fd, &message, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return hang_up(fd);
    c->arrived = clock_ns(CLOCK_MONOTONIC);
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part))
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
            struct timespec t;
            memcpy(&t, CMSG_DATA(part), sizeof t);
            c->arrived = t.tv_sec * 1000000000ll + t.tv_nsec - wall_offset;
        }
    c->in_len += (size_t)count;
    if (c->in_len > 2 * MAX_REQUEST) return hang_up(fd);
    serve(fd);
}

static void take_in(int listener) {
    for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        if (fd >= MAX_FD) {
            close(fd);
            continue;
        }
        int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
        conns[fd] = must(calloc(1, sizeof(conn)));
        conns[fd]->slot = -1;
        watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
}

int main(int argc, char **argv) {
    int port = 0, option;
    static const struct option options[] = {{"port", 1, 0, 'p'}, {"ttft-ms", 1, 0, 'f'}, {"gap-ms", 1, 0, 'g'}, {"tokens", 1, 0, 't'}, {0}};
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'p') port = atoi(optarg);
        else if (option == 'f') ttft = (int64_t)(atof(optarg) * 1e6);
        else if (option == 'g') gap = (int64_t)(atof(optarg) * 1e6);
        else if (option == 't') tokens = atoi(optarg);
        else return fprintf(stderr, "usage: nullserver --port P --ttft-ms X --gap-ms X --tokens N\n"), 2;
    }
    if (tokens < 1 || ttft < 0 || gap < 0) return 2;
    prctl(PR_SET_PDEATHSIG, SIGTERM); // nobody is left to stop it
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    wall_offset = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
    make_answer();

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 16384)) return perror("nullserver"), 1;
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    loop = epoll_create1(EPOLL_CLOEXEC);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    watch(listener, EPOLLIN, EPOLL_CTL_ADD);
    watch(timer, EPOLLIN, EPOLL_CTL_ADD);
    for (;;) {
        struct epoll_event events[512];
        arm();
        int count = epoll_wait(loop, events, 512, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd == listener) take_in(listener);
            else if (fd == timer) {
                uint64_t ticks;
                if (read(timer, &ticks, sizeof ticks) > 0) armed = 0;
            } else {
                if (conns[fd] && events[i].events & EPOLLOUT) go_on(fd);
                if (conns[fd] && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(fd);
            }
            // What is due goes out between reads too: a burst of requests must not hold tokens back.
            while (heap_len && conns[heap[0]]->due <= clock_ns(CLOCK_MONOTONIC)) {
                int due = heap[0];
                unschedule(due);
                write_token(due);
                if (conns[due]) serve(due);
            }
        }
    }
}
