"""What a connection sends, in as few pieces as can be, and how long it waits for the other end."""

import errno
import fcntl
import math
import socket
import struct
import sys
import termios
import time

SHORT = 1 << 13
"""Bytes of what may be the head of an answer, and is held until more comes."""


class Socket(socket.socket):
    """A socket that sends the head of an answer with its body, which gunicorn sends one after the other: a short answer then is one
    packet, and wakes who waits for it once. (To cork it instead keeps all threads waiting, since Python sets options without letting
    go of its lock, and a packet leaves when the cork is drawn.)"""

    held = b""
    wait = deadline = math.inf

    def limit(self, seconds):
        """From now on, give up whoever keeps this end waiting for so long: what waits then raises ConnectionResetError. A thread waits in
        the system, for half of that at a time."""
        self.wait = seconds / 2
        half = struct.pack("ll", *divmod(round(self.wait * 1_000_000), 1_000_000))
        self.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, half)
        self.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, half)

    def expect(self):
        """A request is to come from now on, all of it within the time that there is, however it is cut up."""
        self.deadline = time.monotonic() + self.wait

    def recv(self, size):
        if time.monotonic() > self.deadline:
            raise given_up()
        try:
            return super().recv(size)
        except BlockingIOError:
            raise given_up() from None

    def sendall(self, data):
        """Send data after what is held; where nothing is, hold what is short."""
        held, self.held = self.held, b""
        if held:
            self.deliver(held, data)
        elif len(data) > SHORT:
            self.deliver(data)
        else:
            self.held = data

    def flush(self):
        """Send what is held."""
        held, self.held = self.held, b""
        if held:
            self.deliver(held)

    def deliver(self, *pieces):
        """Send all, as long as some of it gets through: the system wakes a sender only when a good part of what it keeps has left."""
        left, waiting = sum(map(len, pieces)), sys.maxsize
        while left:
            try:
                sent, waiting = self.sendmsg(pieces), sys.maxsize
            except BlockingIOError:
                sent, before, waiting = 0, waiting, self.waiting()
                if waiting >= before:
                    raise given_up() from None
            if left := left - sent:
                pieces = (memoryview(b"".join(pieces))[sent:],)

    def waiting(self):
        """How many bytes the system keeps that the other end has not taken."""
        return int.from_bytes(fcntl.ioctl(self, termios.TIOCOUTQ, bytes(4)), sys.byteorder)


def given_up():
    return ConnectionResetError(errno.ECONNRESET, "the other end keeps this one waiting")
