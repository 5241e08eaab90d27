"""Names of people who do not exist; now and then two of one name, or one with a rare character."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
_GIVEN: Final = (
    "秀英",
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "桂英",
    "文",
    "辉",
    "玲",
    "建华",
    "晓燕",
    "子涵",
    "雨桐",
    "思远",
    "嘉怡",
    "志强",
    "春梅",
    "海燕",
    "慧",
    "佳宁",
    "梓萱",
    "立新",
    "国庆",
    "若曦",
)
_RARE: Final = ("𠮷晓东", "李㙓", "龚䶮", "㙓文静", "欧阳𠮷", "上官䶮", "买买提·艾力", "张𬭎")
_ONE_IN: Final = 40


def name_of(chance: Callable[[], float]) -> str:
    """A made-up name."""
    if chance() < 1 / _ONE_IN:
        return _RARE[int(chance() * len(_RARE))]
    surname = _SURNAMES[int(chance() * len(_SURNAMES))]
    return surname + _GIVEN[int(chance() * len(_GIVEN))]
