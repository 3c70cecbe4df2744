"""Reads aloud: from words to a voice note, with nothing but what this computer has.

    Speech ─▶ said.py: pieces in a language ─▶ workshop.py: a recording, a kept clip, or an engine ─▶ Ogg Opus
                 └ spoken.py: how figures are said                      └ espeak.py, piper.py

`voices.py` is what channels see (`bot.channels.base.Voices`). Sound libraries are large and are loaded when
the first word is spoken, not when the bot starts.
"""
