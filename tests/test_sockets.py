"""What a connection sends at once, over a real pair of sockets."""

import socket
import threading
from contextlib import contextmanager

import pytest

from api.sockets import SHORT, Socket

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


@contextmanager
def pair():
    """A Socket, and the end that hears it."""
    mine, other = socket.socketpair()
    with Socket(fileno=mine.detach()) as sender, other as receiver:
        receiver.settimeout(10)
        yield sender, receiver


def silent(receiver):
    """Nothing has come."""
    receiver.setblocking(False)
    try:
        return receiver.recv(1)
    except BlockingIOError:
        return True
    finally:
        receiver.settimeout(10)


def test_a_head_waits_for_the_body():
    with pair() as (sender, receiver):
        sender.sendall(HEAD)
        assert silent(receiver) is True
        sender.sendall(b"{}")
        assert receiver.recv(1000) == HEAD + b"{}"
        sender.sendall(HEAD)
        assert silent(receiver) is True


def test_a_head_without_a_body_leaves_at_the_end():
    with pair() as (sender, receiver):
        sender.sendall(HEAD)
        sender.flush()
        assert receiver.recv(1000) == HEAD
        sender.flush()
        assert silent(receiver) is True


@pytest.mark.parametrize("size", [0, 1, SHORT, SHORT + 1, 5_000_000])
def test_nothing_is_lost_or_said_twice(size):
    """More than the system takes at once, too."""
    pieces = [HEAD, bytes(size), b"tail", bytes(size), bytes(size), b"0\r\n\r\n"]
    with pair() as (sender, receiver):
        receiver.settimeout(30)
        heard = []
        listening = threading.Thread(target=lambda: heard.extend(iter(lambda: receiver.recv(1 << 16), b"")))
        listening.start()
        for piece in pieces:
            sender.sendall(piece)
        sender.flush()
        sender.shutdown(socket.SHUT_WR)
        listening.join(30)
    assert b"".join(heard) == b"".join(pieces)


def test_what_is_gone_is_told_and_not_sent_again():
    with pair() as (sender, receiver):
        sender.sendall(HEAD)
        receiver.close()
        with pytest.raises(OSError):
            sender.flush()
        sender.flush()
