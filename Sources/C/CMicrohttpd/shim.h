#pragma once
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>

// The variadic start of the daemon and its va_list logger, in types Swift can import.

struct HTTPDaemonSettings {
  int listening_socket;
  unsigned int poll_threads;
  unsigned int connection_limit;
  // 0 for no limit.
  unsigned int address_limit;
  unsigned int timeout_seconds;
  // PEM text, or NULL for plain HTTP; must outlive the daemon.
  const char *certificate;
  const char *key;
  void *context;
  void *(*begin)(void *context, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback receive;
  MHD_RequestCompletedCallback complete;
  void (*message)(void *context, const char *text);
};

static void http_daemon_log(void *settings, const char *format, va_list arguments) {
  const struct HTTPDaemonSettings *s = settings;
  char text[512];
  vsnprintf(text, sizeof text, format, arguments);
  s->message(s->context, text);
}

// Targets are decoded in Swift, where a broken escape is refused instead of kept.
static size_t http_daemon_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  size_t length = 0;
  while (text[length]) length += 1;
  return length;
}

// `settings` must outlive the daemon.
static inline struct MHD_Daemon *http_daemon_start(struct HTTPDaemonSettings *s) {
  unsigned int flags =
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)s->certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)s->key},
      {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
      {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem pool[] = {
      {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)s->poll_threads, NULL}, {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
  if (s->certificate) flags |= MHD_USE_TLS;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, s->receive, s->context,
      MHD_OPTION_EXTERNAL_LOGGER, http_daemon_log, (void *)s,
      MHD_OPTION_LISTEN_SOCKET, s->listening_socket,
      MHD_OPTION_CONNECTION_LIMIT, s->connection_limit,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->address_limit,
      MHD_OPTION_CONNECTION_TIMEOUT, s->timeout_seconds,
      MHD_OPTION_URI_LOG_CALLBACK, s->begin, s->context,
      MHD_OPTION_NOTIFY_COMPLETED, s->complete, s->context,
      MHD_OPTION_UNESCAPE_CALLBACK, http_daemon_keep_escapes, NULL,
      MHD_OPTION_ARRAY, s->poll_threads > 1 ? pool : none,
      MHD_OPTION_ARRAY, s->certificate ? tls : none,
      MHD_OPTION_END);
}

// The peer's address, or NULL; valid as long as the connection.
static inline const struct sockaddr *http_connection_peer(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info ? info->client_addr : NULL;
}
