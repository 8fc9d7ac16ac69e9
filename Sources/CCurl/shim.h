#pragma once
#include <curl/curl.h>

/* Loads libcurl and finds every function that is called; to be called once, before anything of it is. Returns NULL, or what is wrong
   with the library, to be copied at once. */
const char *alcf_curl_load(void);

/* Swift cannot call variadic C functions: one typed wrapper for each kind of argument. */

static inline CURLcode alcf_easy_setopt_long(CURL *h, CURLoption o, long v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode alcf_easy_setopt_off(CURL *h, CURLoption o, curl_off_t v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode alcf_easy_setopt_string(CURL *h, CURLoption o, const char *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode alcf_easy_setopt_pointer(CURL *h, CURLoption o, void *v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode alcf_easy_setopt_slist(CURL *h, CURLoption o, struct curl_slist *v) { return curl_easy_setopt(h, o, v); }
/* write, header and read callbacks have one C type: (buffer, size, count, user) -> size_t */
static inline CURLcode alcf_easy_setopt_data(CURL *h, CURLoption o, curl_write_callback v) { return curl_easy_setopt(h, o, v); }
static inline CURLcode alcf_easy_setopt_seek(CURL *h, curl_seek_callback v) { return curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, v); }
static inline CURLcode alcf_easy_setopt_prereq(CURL *h, curl_prereq_callback v) { return curl_easy_setopt(h, CURLOPT_PREREQFUNCTION, v); }

static inline CURLcode alcf_easy_getinfo_long(CURL *h, CURLINFO i, long *v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode alcf_easy_getinfo_off(CURL *h, CURLINFO i, curl_off_t *v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode alcf_easy_getinfo_string(CURL *h, CURLINFO i, const char **v) { return curl_easy_getinfo(h, i, v); }
static inline CURLcode alcf_easy_getinfo_pointer(CURL *h, CURLINFO i, void **v) { return curl_easy_getinfo(h, i, v); }

static inline CURLMcode alcf_multi_setopt_pointer(CURLM *m, CURLMoption o, void *v) { return curl_multi_setopt(m, o, v); }
static inline CURLMcode alcf_multi_setopt_long(CURLM *m, CURLMoption o, long v) { return curl_multi_setopt(m, o, v); }
static inline CURLMcode alcf_multi_setopt_socket(CURLM *m, curl_socket_callback v) { return curl_multi_setopt(m, CURLMOPT_SOCKETFUNCTION, v); }
static inline CURLMcode alcf_multi_setopt_timer(CURLM *m, curl_multi_timer_callback v) { return curl_multi_setopt(m, CURLMOPT_TIMERFUNCTION, v); }

/* What the loaded libcurl says of itself, in its own memory; NULL where it has no TLS. */
static inline const char *alcf_curl_version(void) { return curl_version_info(CURLVERSION_NOW)->version; }
static inline const char *alcf_curl_tls(void) { return curl_version_info(CURLVERSION_NOW)->ssl_version; }
static inline int alcf_curl_has_http2(void) { return (curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_HTTP2) != 0; }

/* CURLMsg holds a union: hand out the finished handle and its result instead. NULL when there is none left. */
static inline CURL *alcf_multi_next_done(CURLM *m, CURLcode *result) {
  int left;
  CURLMsg *message;
  while ((message = curl_multi_info_read(m, &left)))
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  return NULL;
}
