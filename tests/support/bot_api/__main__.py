"""`python -m tests.support.bot_api --port 0 --token …`: the server on its own, until SIGTERM or Ctrl-C.

Prints one JSON line with the address when it serves.
"""

import argparse
import asyncio
import json
import signal
import sys

from tests.support.bot_api.server import DEFAULT_TOKEN, BotApiServer


async def serve(*, port: int, token: str) -> None:
    """Serves until the process is asked to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with BotApiServer(token=token, port=port) as server:
        addresses = {"url": server.url, "base_url": server.base_url, "base_file_url": server.base_file_url}
        sys.stdout.write(json.dumps(addresses | {"token": server.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.support.bot_api", description="Bot API test server"
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--token", default=DEFAULT_TOKEN)
    options = parser.parse_args()
    asyncio.run(serve(port=options.port, token=options.token))


if __name__ == "__main__":
    main()
