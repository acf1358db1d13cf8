"""Browsers that watch, as far as the server can tell: connections that take live updates."""

import selectors
import socket
import threading


class Viewers(threading.Thread):
    """So many connections to these paths in turn, until they are told to stop."""

    def __init__(self, address, paths, number):
        super().__init__(daemon=True)
        self._stopped = threading.Event()
        self._selector = selectors.DefaultSelector()
        self.number = number
        self.bytes = 0
        self.closed = 0
        for i in range(number):
            connection = socket.create_connection((address.hostname, address.port))
            request = f"GET {paths[i % len(paths)]} HTTP/1.1\r\nHost: {address.netloc}\r\nAccept: text/event-stream\r\n\r\n"
            connection.sendall(request.encode())
            self._selector.register(connection, selectors.EVENT_READ)

    def run(self):
        while not self._stopped.is_set():
            for key, _ in self._selector.select(0.5):
                taken = len(key.fileobj.recv(1 << 20))
                self.bytes += taken
                if taken == 0:
                    self.closed += 1
                    self._selector.unregister(key.fileobj)

    def stop(self):
        self._stopped.set()
        self.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
