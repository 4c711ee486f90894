"""What a WebSocket client that is not ours (Debian's python3-websockets) finds at a game server: its own handshake, framing and
close, strict about what it receives. Usage: other_client.py ws://host:port/ws?token=...  Prints the cases; exit code 0: all passed."""
import asyncio
import json
import os
import random
import struct
import sys

import websockets

URL = sys.argv[1]
random.seed(7)


async def until(ws, kind):
    while True:
        frame = json.loads(await asyncio.wait_for(ws.recv(), 20))
        if frame["type"] == "error":
            raise AssertionError(f"refused: {frame}")
        if frame["type"] == kind:
            return frame


def message(number, text):
    return json.dumps({"type": "message", "id": f"m{number}-{random.random()}", "room_id": ROOM, "data": {"text": text}}, ensure_ascii=False)


ROOM = f"other-client-{os.getpid()}"


async def joined(**options):
    ws = await websockets.connect(URL, **options)
    await until(ws, "connected")
    await ws.send(json.dumps({"type": "join_room", "id": f"j{random.random()}", "room_id": ROOM}))
    await until(ws, "room_joined")
    return ws


async def said(ws, text, parts=None, number=0):
    """Sends a message, whole or in parts; it must come back as it was."""
    await ws.send(parts(message(number, text)) if parts else message(number, text))
    assert (await until(ws, "message"))["data"]["text"] == text


async def lengths():
    ws = await joined()
    empty = len(message(0, "").encode())
    for length in [empty + 1, 125, 126, 127, 128, 1_000, 4_096, 16_000]:
        await said(ws, "x" * max(1, length - empty))
    await said(ws, "我们" * 1_000 + "🀄")
    await ws.close()


async def fragments():
    ws = await joined()
    for number in range(40):
        text = "".join(random.choice("a我🀄") for _ in range(random.randrange(1, 300)))

        def cut(whole):
            places = sorted(random.randrange(len(whole) + 1) for _ in range(random.randrange(1, 8)))  # empty parts too
            return [whole[a:b] for a, b in zip([0, *places], [*places, len(whole)])]

        await said(ws, text, cut, number)
    await ws.close()


async def ping_between_fragments():
    ws = await joined()

    async def parts(whole):
        yield whole[:10]
        await (await ws.ping(b"between"))
        yield whole[10:]

    await said(ws, "in two", lambda whole: parts(whole))
    await ws.close()


async def pings():
    ws = await joined()
    for length in [0, 1, 124, 125]:
        await asyncio.wait_for(await ws.ping(os.urandom(length)), 20)
    await ws.pong(b"nobody asked")
    await said(ws, "after the pongs")
    await ws.close()


async def offers():
    """What the server does not speak it declines, and goes on without."""
    ws = await joined(compression="deflate", subprotocols=["chat", "superchat"])
    assert ws.subprotocol is None and not ws.extensions, (ws.subprotocol, ws.extensions)
    await said(ws, "plain")
    await ws.close()


async def closes():
    for code, reason in [(1000, ""), (1001, "going"), (3000, "原因"), (4999, "x" * 123)]:
        ws = await joined()
        await asyncio.wait_for(ws.close(code, reason), 20)
        assert ws.close_code == code, (code, ws.close_code)
    ws = await websockets.connect(URL)
    ws.transport.write(masked(0x88, b""))  # a close without a code
    await asyncio.wait_for(ws.wait_closed(), 20)
    assert ws.close_code in (1000, 1005), ws.close_code


def masked(first, payload, length=None):
    size = len(payload) if length is None else length
    head = struct.pack("!BB", first, 0x80 | size) if size < 126 else struct.pack("!BBH", first, 0xFE, size)
    mask = os.urandom(4)
    return head + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


async def breaches():
    """Each ends the connection with the code of RFC 6455; the client checks that what it gets is a proper close."""
    cases = [
        ("invalid UTF-8", masked(0x81, b"\xc3\x28"), 1007),
        ("UTF-8 cut off at the end", masked(0x01, b"\xf0\x9f") + masked(0x80, b""), 1007),
        ("a surrogate", masked(0x81, b"\xed\xa0\x80"), 1007),
        ("a binary message", masked(0x82, b"x"), 1003),
        ("a reserved bit", masked(0xC1, b"{}"), 1002),
        ("a reserved opcode", masked(0x83, b"{}"), 1002),
        ("a reserved control opcode", masked(0x8B, b""), 1002),
        ("a ping in parts", masked(0x09, b"x"), 1002),
        ("a ping of 126 bytes", masked(0x89, b"x" * 126), 1002),
        ("a part of nothing", masked(0x80, b"{}"), 1002),
        ("a message within a message", masked(0x01, b"{") + masked(0x81, b"{}"), 1002),
        ("a close of one byte", masked(0x88, b"\x03"), 1002),
        ("a close with a code that may not be sent", masked(0x88, struct.pack("!H", 1005)), 1002),
        ("a close whose reason is not UTF-8", masked(0x88, struct.pack("!H", 1000) + b"\xff"), 1007),
        ("no mask", b"\x81\x02{}", 1002),
        ("more than is allowed", masked(0x81, b"x" * 20_000), 1009),
    ]
    for what, bytes_, code in cases:
        ws = await websockets.connect(URL)
        await until(ws, "connected")
        ws.transport.write(bytes_)
        await asyncio.wait_for(ws.wait_closed(), 20)
        assert ws.close_code == code, f"{what}: {ws.close_code} {ws.close_reason}, not {code}"


async def main():
    for case in [lengths, fragments, ping_between_fragments, pings, offers, closes, breaches]:
        await asyncio.wait_for(case(), 120)
        print(f"passed: {case.__name__}", flush=True)


asyncio.run(main())
