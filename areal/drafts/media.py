"""Pictures that are uploaded: looked at, and made anew without what they tell of who took them.

Nothing of what was sent is kept as it came: a picture is decoded and written again, so that what
hides in or behind it is gone, with its place and its camera. Its name is a checksum.
"""

from __future__ import annotations

import shlex
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from areal.errors import BadParameter
from areal.settings import Settings

#: Folder of uploads under that of the media, and what is written of each picture.
FOLDER = "opplastet"
_LARGE, _SMALL = 2_000, 800
_FORMATS = ("JPEG", "PNG", "WEBP")
_SCAN_SECONDS = 60


class MediaRefused(BadParameter):
    """A file is not taken in; ``reason`` is one of the texts the pages know."""

    code = "media-refused"

    def __init__(self, reason: str) -> None:
        super().__init__("file", f"The file is not taken in: {reason}.")
        self.reason = reason


@dataclass(frozen=True)
class Picture:
    """A picture that is kept: its address, and its size in pixels."""

    url: str
    width: int
    height: int


def small(url: str) -> str:
    """Return the address of the small edition of a picture of ours; others are as they are."""
    ours = url.startswith(f"/media/{FOLDER}/") and url.endswith(".jpg")
    return f"{url.removesuffix('.jpg')}-{_SMALL}.webp" if ours else url


def take_picture(content: bytes, settings: Settings) -> Picture:
    """Keep a picture (JPEG, PNG or WebP) under the data folder, made anew.

    Raises ``MediaRefused`` for what is no picture, larger than the settings let it be, or refused
    by the command that looks for viruses.
    """
    if len(content) > settings.media_max_bytes:
        raise MediaRefused("too_large")
    image = _opened(content, settings.media_max_pixels)
    _scan(content, settings.media_scan_command)
    folder = settings.data_dir / "media" / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    name = sha256(content).hexdigest()[:32]
    large = _sized(image, _LARGE)
    _write(folder / f"{name}.jpg", large, "JPEG", quality=86, optimize=True, progressive=True)
    _write(folder / f"{name}-{_SMALL}.webp", _sized(image, _SMALL), "WEBP", quality=80)
    return Picture(f"/media/{FOLDER}/{name}.jpg", *large.size)


def _opened(content: bytes, most_pixels: int) -> Image.Image:
    """Return a decoded picture, turned the way it was held; its size is asked before it is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=_FORMATS)
            if image.width * image.height > most_pixels:
                raise MediaRefused("too_many_pixels")
            turned = ImageOps.exif_transpose(image)
            return _on_white(turned)
    except Image.DecompressionBombError as error:
        raise MediaRefused("too_many_pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise MediaRefused("no_picture") from error


def _on_white(image: Image.Image) -> Image.Image:
    """Return a picture without transparency and without anything but its pixels."""
    plain = Image.new("RGB", image.size, "white")
    seen = image.convert("RGBA")
    plain.paste(seen, mask=seen.getchannel("A"))
    return plain


def _sized(image: Image.Image, edge: int) -> Image.Image:
    copy = image.copy()
    copy.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return copy


def _write(path: Path, image: Image.Image, form: str, **options: object) -> None:
    """Write a picture as a whole: nobody is sent half of one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as half:
        image.save(half, form, **options)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(path)


def _scan(content: bytes, command: str) -> None:
    """Let the installation's own command look at what was sent; other than 0 is refused."""
    if not command:
        return
    with tempfile.NamedTemporaryFile(prefix="areal-upload-") as file:
        file.write(content)
        file.flush()
        try:
            done = subprocess.run(  # noqa: S603 - the installation's own, nothing of the request
                [*shlex.split(command), file.name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SCAN_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            # What can't be looked at is not let in.
            raise MediaRefused("not_scanned") from error
    if done.returncode != 0:
        raise MediaRefused("virus")
