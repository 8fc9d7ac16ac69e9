#pragma once
#include <errno.h>
#include <malloc.h>
#include <netinet/in.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* epoll_event holds a union, which Swift counts as unsafe wherever it is touched: these speak in plain integers. */

static inline int alcf_epoll_set(int epoll, int operation, int fd, uint32_t mask) {
  struct epoll_event event = {.events = mask, .data = {.fd = fd}};
  return epoll_ctl(epoll, operation, fd, &event);
}

/* Waits, and fills `fds` and `masks` with what is ready; returns how many, or -1 with errno. At most 256 at once; for ever
   where the time is below 0. Kernels before 5.11 wait in whole milliseconds: rounded up, so that nothing turns around just
   before its time. */
static inline int alcf_epoll_wait(int epoll, int *fds, uint32_t *masks, int capacity, int64_t nanoseconds) {
  struct epoll_event events[256];
  int most = capacity < 256 ? capacity : 256;
  int count = -1;
  /* Of all event loops; read and written without order, since each finds out the same. */
  static _Atomic int is_old = 0;
#ifdef SYS_epoll_pwait2
  if (!is_old) {
    struct timespec left = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    count = (int)syscall(SYS_epoll_pwait2, epoll, events, most, nanoseconds < 0 ? NULL : &left, NULL, 0);
    if (count < 0 && errno == ENOSYS) is_old = 1;
  }
#else
  is_old = 1;
#endif
  if (is_old) {
    int64_t left = nanoseconds < 0 ? -1 : (nanoseconds + 999999) / 1000000;
    count = epoll_wait(epoll, events, most, left > INT32_MAX ? INT32_MAX : (int)left);
  }
  for (int i = 0; i < count; i++) {
    fds[i] = events[i].data.fd;
    masks[i] = events[i].events;
  }
  return count;
}

/* The kernel may not delay the wake-ups of this thread to bundle them with others. */
static inline void alcf_exact_timers(void) { prctl(PR_SET_TIMERSLACK, 1UL, 0, 0, 0); }

static inline int alcf_eventfd_signal(int fd) {
  uint64_t one = 1;
  return write(fd, &one, sizeof one) == sizeof one ? 0 : -1;
}

static inline void alcf_eventfd_drain(int fd) {
  uint64_t count;
  if (read(fd, &count, sizeof count) < 0) { /* nothing was pending */ }
}

/* How many bytes came in over a TCP connection, as the kernel counts them; -1 where it does not say (before Linux 4.1, or no
   TCP). The count is the 17th number of 64 bits in Linux's struct tcp_info, which glibc's header does not know so far. */
static inline int64_t alcf_bytes_received(int fd) {
  int64_t info[32];
  socklen_t length = sizeof info;
  if (getsockopt(fd, IPPROTO_TCP, 11 /* TCP_INFO */, info, &length) != 0) return -1;
  return length >= 17 * sizeof info[0] ? info[16] : -1;
}

/* What the kernel knows of a TCP connection: microseconds, and packets that were sent again; -1 where it does not say. */
struct alcf_tcp_state {
  int64_t round_trip, round_trip_variance, least_round_trip, retransmissions;
};

/* Reads it. The numbers of 32 bits in Linux's struct tcp_info: 17, 18 and 25 are in every kernel's; 37, the least round trip of the last
   minutes, came with Linux 4.6, and glibc's header does not know it so far. No round trip was measured where it is 0 or all ones. */
static inline struct alcf_tcp_state alcf_tcp_state(int fd) {
  struct alcf_tcp_state state = {-1, -1, -1, -1};
  uint32_t info[64];
  socklen_t length = sizeof info;
  if (getsockopt(fd, IPPROTO_TCP, 11 /* TCP_INFO */, info, &length) != 0 || length < 26 * sizeof info[0]) return state;
  state.retransmissions = info[25];
  if (info[17] == 0) return state;
  state.round_trip = info[17];
  state.round_trip_variance = info[18];
  if (length >= 38 * sizeof info[0] && info[37] != UINT32_MAX) state.least_round_trip = info[37];
  return state;
}

/* malloc.h is in no module of Swift's. */
static inline void alcf_share_arenas(void) { mallopt(M_ARENA_MAX, 2); }
