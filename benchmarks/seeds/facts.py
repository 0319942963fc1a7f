"""Defects in the reviewed facts: what a reviewer might mistype, forget or enter twice."""

from __future__ import annotations

from functools import partial

from benchmarks.seeds.files import fact, without

SLIP, LEFT_OUT = "fact mistyped", "fact incomplete"
_s, _n = partial(fact, kind=SLIP), partial(fact, kind=LEFT_OUT)
_TRAINING = "shi-wei-qi-ye-ti-gong-pei-xun-fu-wu"
_EXCELLENT = "er-guang-xi-you-zhi-zhong-zhi"

FACTS = (
    _s("cases", "case-3", "number", "4", "CASE-NUMBER-SHARED", "CASE-HEADING"),
    _s("cases", "case-14", "number", "15", "CASE-HEADING"),
    _s("challenges", "challenge-1", "number", "7", "FACT-TWO-VALUES", "CASE-NUMBER", "NUMBERED"),
    _s("cooperations", _TRAINING, "kind", "培训服物", "FACT-KIND"),
    _s("cooperations", _TRAINING, "school", "柳州市第三职校", "FACT-UNKNOWN"),
    _s("events", "shi-zhu-ti-jiao-yu", "kind", "主题活动动", "FACT-KIND"),
    _s("events", "er-shang-bang-ren-min-ri-bao", "start", "2023-13-40", "FACT-DATE"),
    _s("events", "lu-yan-xue-shi-di-diao-yan", "end", "2022-04", "PERIOD-ORDER"),
    _s("figures", "shi-pu-tong-gao-zhong-shu", "value", "二十陆", "FACT-NUMBER"),
    _s("figures", "shi-pu-tong-gao-zhong-shu", "unit", "人", "OBS-UNIT-FITS"),
    _s("figures", "shi-zhong-zhi-xue-xiao-shu", "value", "8", "COUNT-LISTED"),
    _s("figures", "shi-min-ban-zhong-zhi-shu", "value", "2", "COUNT-LISTED"),
    _s("figures", "shi-qu-xiang-luo-shi-2", "value", "10876", "FIGURE-TWICE"),
    _s("figures", "shi-di-san-chan-ye", "value", "4521", "FIGURE-TWICE"),
    _s("figures", "shi-man-yi-du-ke-wai", "value", "87.22", "FIGURE-TWICE"),
    _s("figures", "shi-ban-zhu-ren", "passage", "section/2.2/paragraph/9", "FACT-PASSAGE"),
    _s("figures", "shi-ban-zhu-ren", "indicator", "班主任人次数", "FACT-KIND"),
    _s("figures", "shi-ban-zhu-ren", "indicator", "行业导师年课时总量", "OBS-UNIT-FITS",
       "FIGURE-TWICE"),
    _s("honours", _EXCELLENT, "class", "B类", "HONOUR-CLASSES"),
    _s("honours", _EXCELLENT, "level", "自治级", "FACT-KIND"),
    _s("prizes", "yi-can-ji-ren-jing-sai-di-wu-ming", "count", "3", "PRIZE-LISTED"),
    _s("prizes", "yi-can-ji-ren-jing-sai-di-wu-ming", "discipline", "中式面点", "PRIZE-LISTED"),
    _s("practices", "yi-3-ge-you-zhi-zhuan-ye-qun", "cluster",
       "工业机器人技术应用专业群|计算机应用专业群", "CLUSTERS-NAMED"),
    _n("cooperations", _TRAINING, "kind", "", "FACT-REQUIRED", "COOP-KIND"),
    _n("cooperations", "ji-qi-ye-gong-jian-shi-xun-ji-di", "school", "", "FACT-REQUIRED",
       "COOP-SCHOOL"),
    _n("cooperations", "ji-qi-ye-gong-jian-shi-xun-ji-di", "partner", "", "COOP-PARTNER"),
    _n("memberships", "lu-liu-zhou-lv-you-xie-hui", "role", "", "FACT-REQUIRED", "MEMBERSHIP-ROLE"),
    _n("honours", "jiao-lv-se-xue-xiao", "title", "", "FACT-REQUIRED", "HONOUR-TITLE"),
    _n("prizes", "lu-jiao-xue-neng-li-da-sai-san-deng-jiang", "rank", "", "FACT-REQUIRED",
       "PRIZE-RANK"),
    _n("practices", "nei-rong-zhen-shi-xing-ze-ren-sheng-ming", "kind", "", "PRACTICE-KIND"),
    _n("figures", "shi-pu-tong-gao-zhong-shu", "of", "", "OBS-ABOUT", "FACT-REQUIRED"),
    _n("figures", "shi-pu-tong-gao-zhong-shu", "unit", "", "OBS-UNIT-FITS", "FACT-REQUIRED"),
    without("standards", "ruan-jian-gong-cheng-ji-shu-yuan-ivet1", "COUNT-NAMED"),
    without("resources", "qi-che-mei-rong", "COUNT-NAMED"),
    without("resources", "zhong-xiao-qi-ye-wang-luo-da-jian-yu-ying-yong", "COUNT-NAMED"),
    without("cases", "case-6", "NUMBERED"),
    without("challenges", "challenge-2", "NUMBERED"),
    without("honours", "jiao-lao-dong-jiao-yu-shi-jian-ji-di", "TITLE-USED", "EVIDENCE-THING"),
)  # fmt: skip
