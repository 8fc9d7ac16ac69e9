/* libcurl, loaded when it is first called: it and the thirty libraries it needs take twice as long to load as `alcf token` takes for
   all else. What is not a plain call of libcurl's is here by its own name, and passes the call on. */
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

static void *library(void) { return dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL); }

int alcf_curl_is_there(void) { return library() != NULL; }

/* Whoever calls has seen that libcurl is there: only one that is older than what this was built with lacks a function. */
static void *find(const char *name) {
  void *there = library();
  void *function = there ? dlsym(there, name) : NULL;
  if (function) return function;
  fprintf(stderr, "Error: %s.\n  Install a newer libcurl 4.\n", dlerror());
  _Exit(69);
}

/* Two threads that come first at the same time find the same. */
#define PASS_ON(name)                                                                     \
  static __typeof__(name) *real;                                                          \
  __typeof__(name) *call = __atomic_load_n(&real, __ATOMIC_RELAXED);                      \
  if (!call) __atomic_store_n(&real, call = (__typeof__(name) *)find(#name), __ATOMIC_RELAXED)
#define CALL(result, name, declared, passed) \
  result name declared {                     \
    PASS_ON(name);                           \
    return call passed;                      \
  }
/* The third argument of these is a long, an offset or a pointer, which are passed alike wherever Linux has 64 bits. */
#define OPTION(result, name, handle, option) \
  result name(handle a, option b, ...) {     \
    PASS_ON(name);                           \
    va_list rest;                            \
    va_start(rest, b);                       \
    void *c = va_arg(rest, void *);          \
    va_end(rest);                            \
    return call(a, b, c);                    \
  }
_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "Linux with 64 bits");

#pragma GCC visibility push(hidden)
CALL(CURLcode, curl_global_init, (long a), (a))
CALL(void, curl_free, (void *a), (a))
CALL(CURL *, curl_easy_init, (void), ())
CALL(void, curl_easy_reset, (CURL *a), (a))
CALL(void, curl_easy_cleanup, (CURL *a), (a))
CALL(CURLcode, curl_easy_pause, (CURL *a, int b), (a, b))
CALL(const char *, curl_easy_strerror, (CURLcode a), (a))
OPTION(CURLcode, curl_easy_setopt, CURL *, CURLoption)
OPTION(CURLcode, curl_easy_getinfo, CURL *, CURLINFO)
CALL(CURLM *, curl_multi_init, (void), ())
CALL(CURLMcode, curl_multi_cleanup, (CURLM *a), (a))
CALL(CURLMcode, curl_multi_add_handle, (CURLM *a, CURL *b), (a, b))
CALL(CURLMcode, curl_multi_remove_handle, (CURLM *a, CURL *b), (a, b))
CALL(CURLMcode, curl_multi_socket_action, (CURLM *a, curl_socket_t b, int c, int *d), (a, b, c, d))
CALL(CURLMsg *, curl_multi_info_read, (CURLM *a, int *b), (a, b))
CALL(const char *, curl_multi_strerror, (CURLMcode a), (a))
OPTION(CURLMcode, curl_multi_setopt, CURLM *, CURLMoption)
CALL(struct curl_slist *, curl_slist_append, (struct curl_slist *a, const char *b), (a, b))
CALL(void, curl_slist_free_all, (struct curl_slist *a), (a))
CALL(CURLU *, curl_url, (void), ())
CALL(void, curl_url_cleanup, (CURLU *a), (a))
CALL(CURLUcode, curl_url_set, (CURLU *a, CURLUPart b, const char *c, unsigned d), (a, b, c, d))
#if LIBCURL_VERSION_NUM >= 0x080000
CALL(CURLUcode, curl_url_get, (const CURLU *a, CURLUPart b, char **c, unsigned d), (a, b, c, d))
#else
CALL(CURLUcode, curl_url_get, (CURLU *a, CURLUPart b, char **c, unsigned d), (a, b, c, d))
#endif
#pragma GCC visibility pop
