// The kernel's own cost of a delivery: one process, one thread, one send per delivery, no protocol, no rules, no Redis.
// Whatever Baize costs beyond this is Baize's. cc -O2 -o floor floor.c; ./floor ROOMS MEMBERS RATE SECONDS [BYTES]
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

enum { MAX_BYTES = 4096, BATCH = 512 };

static void die(const char *what) { perror(what); exit(1); }

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void watch(int epoll, int socket, unsigned index) {
  struct epoll_event e = { .events = EPOLLIN, .data.u32 = index };
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &e)) die("epoll_ctl");
}

// Members in one process and thread, as the load generator has them: sends on schedule, one member of a room in turn, and reads all.
static void play(struct sockaddr_in server, int rooms, int members, double rate, double seconds, int bytes) {
  int count = rooms * members, epoll = epoll_create1(0), one = 1;
  int *sockets = malloc(count * sizeof(int));
  char buffer[65536] = { 0 };
  for (int i = 0; i < count; i++) {
    sockets[i] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(sockets[i], (struct sockaddr *)&server, sizeof server)) die("connect");
    setsockopt(sockets[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    unsigned index = i;
    if (send(sockets[i], &index, sizeof index, 0) != sizeof index) die("send"); // who this is
    watch(epoll, sockets[i], i);
  }
  usleep(500000);
  long long start = now_ns(), step = 1e9 / (rooms * rate), due = start, end = start + seconds * 1e9;
  struct epoll_event events[BATCH];
  for (long n = 0; now_ns() < end + 500000000LL;) {
    while (due <= now_ns() && due < end) {
      int member = (n % rooms) * members + (n / rooms) % members;
      if (send(sockets[member], buffer, bytes, 0) != bytes) die("send");
      n++;
      due += step;
    }
    long long wait = due < end ? due - now_ns() : 1000000;
    struct timespec timeout = { 0, wait > 0 ? wait : 0 };
    int ready = epoll_pwait2(epoll, events, BATCH, &timeout, NULL);
    for (int i = 0; i < ready; i++)
      while (recv(sockets[events[i].data.u32], buffer, sizeof buffer, MSG_DONTWAIT) == sizeof buffer) {}
  }
  exit(0);
}

int main(int argc, char **argv) {
  if (argc < 5) {
    fprintf(stderr, "floor ROOMS MEMBERS MESSAGES_PER_SECOND_AND_ROOM SECONDS [BYTES]\n");
    return 2;
  }
  int rooms = atoi(argv[1]), members = atoi(argv[2]), bytes = argc > 5 ? atoi(argv[5]) : 190;
  double rate = atof(argv[3]), seconds = atof(argv[4]);
  int count = rooms * members, one = 1;
  if (rooms < 1 || members < 1 || rate <= 0 || seconds <= 0 || bytes < 4 || bytes > MAX_BYTES) {
    fprintf(stderr, "floor: all of them are positive, and BYTES 4 to %d\n", MAX_BYTES);
    return 2;
  }
  struct rlimit files = { count + 100, count + 100 };
  if (setrlimit(RLIMIT_NOFILE, &files)) die("setrlimit");
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  socklen_t length = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0), epoll = epoll_create1(0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1024)) die("listen");
  getsockname(listener, (struct sockaddr *)&address, &length);
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    play(address, rooms, members, rate, seconds, bytes);
  }
  int *sockets = malloc(count * sizeof(int));
  for (int i = 0; i < count; i++) {
    int accepted = accept(listener, NULL, NULL);
    unsigned index;
    if (recv(accepted, &index, sizeof index, MSG_WAITALL) != sizeof index) die("recv");
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockets[index] = accepted;
    watch(epoll, accepted, index);
  }
  double before = cpu_seconds();
  long long deliveries = 0, waits = 0, ended = 0;
  char buffer[MAX_BYTES];
  struct epoll_event events[BATCH];
  while (!ended) {
    int ready = epoll_wait(epoll, events, BATCH, -1);
    waits++;
    for (int i = 0; i < ready; i++) {
      int from = events[i].data.u32;
      ssize_t got = recv(sockets[from], buffer, bytes, MSG_DONTWAIT);
      if (got <= 0) { ended = 1; break; }
      for (int m = from / members * members, last = m + members; m < last; m++) {
        if (send(sockets[m], buffer, bytes, MSG_NOSIGNAL | MSG_DONTWAIT) != bytes) { ended = 1; break; }
        deliveries++;
      }
    }
  }
  printf("%lld deliveries, %.2f CPU-seconds per million, %.3f waits per delivery\n", deliveries, (cpu_seconds() - before) / deliveries * 1e6, (double)waits / deliveries);
  waitpid(child, NULL, 0);
}
