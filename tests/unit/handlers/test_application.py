"""The Application without the parts that forget."""

from __future__ import annotations

import warnings

import pytest
from structlog.testing import capture_logs
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import SettingsError
from bot.settings import Settings
from handlers.application import QuietRequest, build_application, connect
from tests.unit.handlers.fakes import TOKEN, Edge, FakeTelegram, FakeTime

SETTINGS = Settings(telegram_token=TOKEN, telegram_api_url="http://127.0.0.1:1", _env_file=None)


def test_it_talks_to_the_address_of_the_settings() -> None:
    bot = build_application(SETTINGS, request=FakeTelegram()).bot
    assert bot.base_url == f"http://127.0.0.1:1/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:1/file/bot{TOKEN}"


def test_nothing_of_the_library_that_forgets_is_built() -> None:
    application = build_application(SETTINGS, request=FakeTelegram())
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # the library warns when it is asked for a job queue that is not there
        assert (application.updater, application.job_queue, application.persistence) == (None, None, None)


async def test_one_pool_of_connections_serves_both_sending_and_polling() -> None:
    application = build_application(SETTINGS)
    assert isinstance(application.bot.request, QuietRequest)
    await application.bot.request.shutdown()


def test_without_a_token_it_says_where_to_get_one() -> None:
    with pytest.raises(SettingsError, match="TAALWIJZER_TELEGRAM_TOKEN"):
        build_application(Settings(telegram_token="", _env_file=None))


async def test_an_error_of_a_handler_goes_up(edge: Edge) -> None:
    with pytest.raises(ZeroDivisionError):
        await edge.application.process_error(None, ZeroDivisionError())


async def test_connecting_waits_longer_and_longer_until_telegram_answers() -> None:
    telegram, time = FakeTelegram(), FakeTime()
    telegram.refusals["getMe"] = [NetworkError("away") for _ in range(7)]
    await connect(build_application(SETTINGS, request=telegram), sleep=time.sleep)
    assert time.slept == [1, 2, 4, 8, 16, 30, 30]


async def test_connecting_waits_as_long_as_telegram_asks() -> None:
    telegram, time = FakeTelegram(), FakeTime()
    application = build_application(SETTINGS, request=telegram)
    telegram.refusals["getMe"] = [RetryAfter(17)]
    await connect(application, sleep=time.sleep)
    assert time.slept == [17]


async def test_a_token_that_telegram_does_not_know_is_a_wrong_setting_and_is_not_shown() -> None:
    telegram = FakeTelegram()
    telegram.refusals["getMe"] = [InvalidToken("Unauthorized")]
    with capture_logs() as logs, pytest.raises(SettingsError) as caught:
        await connect(build_application(SETTINGS, request=telegram), sleep=FakeTime().sleep)
    assert "TELEGRAM_TOKEN" in str(caught.value)
    assert TOKEN not in f"{caught.value}{logs}"


@pytest.mark.parametrize("payload", [b"<html>", b"", b"[1]", b"\xff"])
def test_an_unreadable_answer_is_an_error_and_not_a_line_in_the_log(
    payload: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(TelegramError, match="Invalid server response"):
        QuietRequest.parse_json_payload(payload)
    assert caplog.records == []
