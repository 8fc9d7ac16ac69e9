/* In the portable program libcurl is a part of it, and there is nothing to load. */
#ifdef ALCF_PORTABLE
#include "shim.h"

const char *alcf_curl_load(void) { return NULL; }

#else

/* libcurl, loaded when it is first called: it and the thirty libraries it needs take twice as long to load as `alcf token` takes for
   all else. The functions below have libcurl's own names, and pass each call on. */
#define CURL_DISABLE_TYPECHECK
#include "shim.h"
#include <dlfcn.h>
#include <stdarg.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

/* Each function that is called: its result, name, parameters and arguments. One that is forgotten does not link. */
#if LIBCURL_VERSION_NUM >= 0x080000
#define READABLE_URL const CURLU *
#else
#define READABLE_URL CURLU *
#endif
#define PLAIN_FUNCTIONS(F)                                                                                       \
  F(CURLcode, curl_global_init, (long a), (a))                                                                   \
  F(curl_version_info_data *, curl_version_info, (CURLversion a), (a))                                           \
  F(void, curl_free, (void *a), (a))                                                                             \
  F(CURL *, curl_easy_init, (void), ())                                                                          \
  F(void, curl_easy_reset, (CURL * a), (a))                                                                      \
  F(void, curl_easy_cleanup, (CURL * a), (a))                                                                    \
  F(CURLcode, curl_easy_pause, (CURL * a, int b), (a, b))                                                        \
  F(const char *, curl_easy_strerror, (CURLcode a), (a))                                                         \
  F(CURLM *, curl_multi_init, (void), ())                                                                        \
  F(CURLMcode, curl_multi_cleanup, (CURLM * a), (a))                                                             \
  F(CURLMcode, curl_multi_add_handle, (CURLM * a, CURL * b), (a, b))                                             \
  F(CURLMcode, curl_multi_remove_handle, (CURLM * a, CURL * b), (a, b))                                          \
  F(CURLMcode, curl_multi_socket_action, (CURLM * a, curl_socket_t b, int c, int *d), (a, b, c, d))              \
  F(CURLMsg *, curl_multi_info_read, (CURLM * a, int *b), (a, b))                                                \
  F(const char *, curl_multi_strerror, (CURLMcode a), (a))                                                       \
  F(struct curl_slist *, curl_slist_append, (struct curl_slist * a, const char *b), (a, b))                      \
  F(void, curl_slist_free_all, (struct curl_slist * a), (a))                                                     \
  F(CURLU *, curl_url, (void), ())                                                                               \
  F(void, curl_url_cleanup, (CURLU * a), (a))                                                                    \
  F(CURLUcode, curl_url_set, (CURLU * a, CURLUPart b, const char *c, unsigned d), (a, b, c, d))                  \
  F(CURLUcode, curl_url_get, (READABLE_URL a, CURLUPart b, char **c, unsigned d), (a, b, c, d))

/* The third argument of these is a long, an offset or a pointer, which are passed alike wherever Linux has 64 bits. */
#define OPTION_FUNCTIONS(F)                                 \
  F(CURLcode, curl_easy_setopt, CURL *, CURLoption)         \
  F(CURLcode, curl_easy_getinfo, CURL *, CURLINFO)          \
  F(CURLMcode, curl_multi_setopt, CURLM *, CURLMoption)
_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "Linux with 64 bits");

#define POINTER(result, name, ...) static __typeof__(name) *real_##name;
PLAIN_FUNCTIONS(POINTER)
OPTION_FUNCTIONS(POINTER)

#define CALL(result, name, declared, passed) \
  result name declared { return real_##name passed; }
#define OPTION(result, name, handle, option)    \
  result name(handle a, option b, ...) {        \
    va_list rest;                               \
    va_start(rest, b);                          \
    void *c = va_arg(rest, void *);             \
    va_end(rest);                               \
    return real_##name(a, b, c);                \
  }
#pragma GCC visibility push(hidden)
PLAIN_FUNCTIONS(CALL)
OPTION_FUNCTIONS(OPTION)
#pragma GCC visibility pop

const char *alcf_curl_load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return dlerror();
#define FIND(result, name, ...) \
  if (!(real_##name = (__typeof__(name) *)dlsym(library, #name))) return dlerror();
  PLAIN_FUNCTIONS(FIND)
  OPTION_FUNCTIONS(FIND)
  return NULL;
}

#endif
