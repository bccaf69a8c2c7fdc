"""What a connection sends, in as few pieces as can be."""

import socket

SHORT = 1 << 13
"""Bytes of what may be the head of an answer, and is held until more comes."""


class Socket(socket.socket):
    """A socket that sends the head of an answer with its body, which gunicorn sends one after the other: a short answer then is one
    packet, and wakes who waits for it once. (To cork it instead keeps all threads waiting, since Python sets options without letting
    go of its lock, and a packet leaves when the cork is drawn.)"""

    held = b""

    def sendall(self, data):
        """Send data after what is held; where nothing is, hold what is short."""
        held, self.held = self.held, b""
        if held:
            sent = self.sendmsg((held, data))
            if sent < len(held) + len(data):
                super().sendall((held + data)[sent:])
        elif len(data) > SHORT:
            super().sendall(data)
        else:
            self.held = data

    def flush(self):
        """Send what is held."""
        held, self.held = self.held, b""
        if held:
            super().sendall(held)
