// A clock in a worker: browsers slow the timers of hidden pages, not those of workers.
self.onmessage = (event) => {
  setInterval(() => self.postMessage(event.data), event.data);
};
