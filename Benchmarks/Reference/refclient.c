// What libcurl itself costs: its multi interface on epoll, events counted line by line and never parsed. The limit of a
// client on libcurl; ours is measured beside it. Prints one line of JSON.
//
// A closed loop of -c requests in flight, -n in all. Times are from the moment libcurl could write the request.
#define _GNU_SOURCE
#include <curl/curl.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    CURL *easy;
    char line[4096]; // a line that a read cut in two
    size_t line_len;
    int64_t added, first, last;
    long events;
    int done;
} stream;

typedef struct { double *values; size_t count, cap; } list;

static list first_token, per_token, gaps, whole;
static CURLM *multi;
static int loop, total = 100, in_flight = 8, tokens = 64, begun, ended, failed;
static int64_t deadline = -1;
static long events, tokens_seen;
static const char *url, *model = "null";

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void add(list *l, double value) {
    if (l->count == l->cap && !(l->values = realloc(l->values, (l->cap = l->cap * 2 + 1024) * sizeof(double)))) abort();
    l->values[l->count++] = value;
}

static void take_line(stream *s, const char *line, size_t length, int64_t time) {
    if (length < 7 || memcmp(line, "data: ", 6)) return;
    if (line[6] == '[') {
        s->done = 1;
        return;
    }
    events++;
    const char *text = memmem(line, length, "\"content\":", 10), *end = line + length;
    for (text = text ? text + 10 : end; text < end && *text == ' '; text++) {}
    if (end - text < 2 || text[0] != '"' || text[1] == '"') return;
    if (!s->events++) s->first = time;
    else add(&gaps, (double)(time - s->last) / 1e6);
    s->last = time;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *user) {
    stream *s = user;
    int64_t time = now_ns();
    const char *at = bytes, *end = bytes + size * count;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline : end) - at);
        if (s->line_len || !newline) {
            if (s->line_len + length > sizeof s->line) return 0;
            memcpy(s->line + s->line_len, at, length);
            s->line_len += length;
            if (!newline) break;
            take_line(s, s->line, s->line_len, time);
            s->line_len = 0;
        } else
            take_line(s, at, length, time);
        at = newline + 1;
    }
    return size * count;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user, void *known) {
    (void)easy, (void)user;
    struct epoll_event event = {.data.fd = fd};
    if (what & CURL_POLL_IN && what != CURL_POLL_REMOVE) event.events |= EPOLLIN;
    if (what & CURL_POLL_OUT && what != CURL_POLL_REMOVE) event.events |= EPOLLOUT;
    if (what == CURL_POLL_REMOVE) epoll_ctl(loop, EPOLL_CTL_DEL, fd, NULL);
    else if (epoll_ctl(loop, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event))
        epoll_ctl(loop, known ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
    if (what != CURL_POLL_REMOVE) curl_multi_assign(multi, fd, &loop);
    return 0;
}

static int on_timer(CURLM *m, long milliseconds, void *user) {
    (void)m, (void)user;
    deadline = milliseconds < 0 ? -1 : now_ns() + milliseconds * 1000000;
    return 0;
}

static void begin(stream *s) {
    s->added = now_ns();
    s->first = s->last = 0;
    s->events = 0, s->done = 0, s->line_len = 0;
    begun++;
    curl_multi_add_handle(multi, s->easy);
}

static void collect(void) {
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(multi, &left));) {
        if (m->msg != CURLMSG_DONE) continue;
        stream *s;
        long status;
        curl_off_t connected;
        CURLcode result = m->data.result;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&s);
        curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
        curl_easy_getinfo(s->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
        curl_multi_remove_handle(multi, s->easy);
        ended++;
        if (result == CURLE_OK && status == 200 && s->done && s->events) {
            double start = (double)s->added + (double)connected * 1e3;
            add(&first_token, ((double)s->first - start) / 1e6);
            add(&whole, ((double)s->last - start) / 1e6);
            if (s->events > 1) add(&per_token, (double)(s->last - s->first) / 1e6 / (double)(s->events - 1));
            tokens_seen += s->events;
        } else
            failed++;
        if (begun < total) begin(s);
    }
}

static void turn(int wait) {
    struct epoll_event ready[512];
    int running;
    int64_t left = deadline < 0 ? -1 : deadline - now_ns();
    int limit = !wait ? 0 : left < 0 && deadline < 0 ? 1000 : left <= 0 ? 0 : (int)((left + 999999) / 1000000);
    int count = epoll_wait(loop, ready, 512, limit);
    for (int i = 0; i < count; i++) {
        int what = (ready[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) | (ready[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                   (ready[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(multi, ready[i].data.fd, what, &running);
    }
    if (deadline >= 0 && now_ns() >= deadline) {
        deadline = -1;
        curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    collect();
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(const char *name, list *l) {
    double sum = 0, p50 = 0, p99 = 0;
    for (size_t i = 0; i < l->count; i++) sum += l->values[i];
    if (l->count) {
        qsort(l->values, l->count, sizeof(double), compare);
        double at[2] = {0.5 * (double)(l->count - 1), 0.99 * (double)(l->count - 1)}, *to[2] = {&p50, &p99};
        for (int i = 0; i < 2; i++) {
            size_t below = (size_t)at[i], above = below + 1 < l->count ? below + 1 : below;
            *to[i] = l->values[below] + (at[i] - (double)below) * (l->values[above] - l->values[below]);
        }
    }
    printf(",\"%s\":{\"mean\":%.4f,\"p50\":%.4f,\"p99\":%.4f}", name, l->count ? sum / (double)l->count : 0, p50, p99);
}

int main(int argc, char **argv) {
    int option;
    static const struct option options[] = {{"url", 1, 0, 'u'}, {"model", 1, 0, 'm'}, {"max-tokens", 1, 0, 't'}, {0}};
    while ((option = getopt_long(argc, argv, "n:c:u:m:t:", options, NULL)) != -1) {
        if (option == 'n') total = atoi(optarg);
        else if (option == 'c') in_flight = atoi(optarg);
        else if (option == 'u') url = optarg;
        else if (option == 'm') model = optarg;
        else if (option == 't') tokens = atoi(optarg);
        else url = NULL, optind = argc;
    }
    if (!url || total < 1 || in_flight < 1) return fprintf(stderr, "usage: refclient -n N -c C --url U [--model M --max-tokens T]\n"), 2;
    if (in_flight > total) in_flight = total;
    prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    char body[2048];
    int used = snprintf(body, sizeof body, "{\"model\":\"%s\",\"stream\":true,\"max_tokens\":%d,\"stream_options\":{\"include_usage\":true},"
                        "\"messages\":[{\"role\":\"user\",\"content\":\"", model, tokens);
    for (int i = 0; i < 64; i++) used += snprintf(body + used, sizeof body - (size_t)used, "word ");
    snprintf(body + used, sizeof body - (size_t)used, "\"}]}");

    curl_global_init(CURL_GLOBAL_DEFAULT);
    multi = curl_multi_init();
    loop = epoll_create1(EPOLL_CLOEXEC);
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)in_flight);
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Accept: text/event-stream");
    headers = curl_slist_append(headers, "Expect:");
    const char *key = getenv("REFCLIENT_KEY"); // not an argument, which every user of the machine can read
    char authorization[600];
    if (key && snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", key) < (int)sizeof authorization)
        headers = curl_slist_append(headers, authorization);
    stream *streams = calloc((size_t)in_flight, sizeof *streams);
    if (!streams) abort();
    int64_t start = now_ns();
    for (int i = 0; i < in_flight; i++) {
        CURL *easy = streams[i].easy = curl_easy_init();
        curl_easy_setopt(easy, CURLOPT_URL, url);
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &streams[i]);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &streams[i]);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
        begin(&streams[i]);
        turn(0); // a burst of beginnings must not hold back what has begun
    }
    while (ended < total) turn(1);
    double wall = (double)(now_ns() - start) / 1e9;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"client\":\"refclient\",\"ok\":%d,\"errors\":%d,\"events\":%ld,\"tokens\":%ld,\"wall_s\":%.4f,\"cpu_user_s\":%.4f,"
           "\"cpu_sys_s\":%.4f,\"max_rss_kb\":%ld",
           ended - failed, failed, events, tokens_seen, wall, (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6,
           (double)usage.ru_stime.tv_sec + (double)usage.ru_stime.tv_usec / 1e6, usage.ru_maxrss);
    print("ttft_ms", &first_token);
    print("tpot_ms", &per_token);
    print("itl_ms", &gaps);
    print("e2e_ms", &whole);
    puts("}");
    return failed != 0;
}
