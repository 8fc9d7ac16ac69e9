#pragma once
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* epoll_event holds a union, which Swift counts as unsafe wherever it is touched: these speak in plain integers. */

static inline int alcf_epoll_set(int epoll, int operation, int fd, uint32_t mask) {
  struct epoll_event event = {.events = mask, .data = {.fd = fd}};
  return epoll_ctl(epoll, operation, fd, &event);
}

/* Waits, and fills `fds` and `masks` with what is ready; returns how many, or -1 with errno. At most 256 at once. */
static inline int alcf_epoll_wait(int epoll, int *fds, uint32_t *masks, int capacity, int timeout_ms) {
  struct epoll_event events[256];
  int count = epoll_wait(epoll, events, capacity < 256 ? capacity : 256, timeout_ms);
  for (int i = 0; i < count; i++) {
    fds[i] = events[i].data.fd;
    masks[i] = events[i].events;
  }
  return count;
}

static inline int alcf_eventfd_signal(int fd) {
  uint64_t one = 1;
  return write(fd, &one, sizeof one) == sizeof one ? 0 : -1;
}

static inline void alcf_eventfd_drain(int fd) {
  uint64_t count;
  if (read(fd, &count, sizeof count) < 0) { /* nothing was pending */ }
}
