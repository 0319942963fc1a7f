"""A digit changed so that the arithmetic of the appendix no longer holds, worked out by hand."""

from __future__ import annotations

from functools import partial

from benchmarks.seeds.files import printed

_p = partial(printed, kind="digit changed, relation broken")

FIGURES = (
    # 2006 + 1865 = 3871 and 1563 + 489 = 2052 are printed in 3.3 and 3.2.
    _p("4", 2, 4, "2106", "SUM-PARTS"),
    _p("4", 3, 4, "1965", "SUM-PARTS"),
    _p("4", 4, 4, "1663", "SUM-PARTS"),
    _p("4", 5, 4, "589", "SUM-PARTS"),
    # 0 + 6 + 43 = 49 libraries; none of the national level, so none of it on the platform.
    _p("3", 13, 4, "1", "SUM-PARTS"),
    _p("3", 14, 4, "2", "PART-EXCEEDS"),
    _p("3", 16, 4, "7", "PART-EXCEEDS"),
    # Online courses: none national; 5 provincial.
    _p("3", 23, 4, "1", "PART-EXCEEDS"),
    _p("3", 25, 4, "9", "PART-EXCEEDS"),
    # 3 provincial and 7 school bases.
    _p("3", 32, 4, "4", "PART-EXCEEDS"),
    _p("3", 34, 4, "8", "PART-EXCEEDS"),
    # 10 projects of which 10 are patents granted; none more can be transferred.
    _p("4", 13, 4, "1", "SUM-OVER"),
    _p("4", 10, 4, "00", "PART-EXCEEDS"),
    # Students without a programme, standards that are more than all.
    _p("5", 2, 4, "3", "ZERO-NEEDED"),
    _p("5", 13, 4, "5", "ZERO-NEEDED", "PART-EXCEEDS"),
    _p("5", 5, 4, "4", "PART-EXCEEDS"),
    _p("5", 6, 4, "4", "PART-EXCEEDS"),
    # 33301 students, of whom no more can be tested; 37.83 spent, no more on insurance.
    _p("6", 12, 4, "39889", "COUNT-WITHIN"),
    _p("6", 22, 4, "93.49", "PART-EXCEEDS"),
    # More teachers of one subject than teachers.
    _p("6", 8, 4, "9104", "PART-EXCEEDS"),
    # Survey sizes: 5200 + 835 = 6035; six times 22971; no more than the people there are.
    _p("2", 8, 5, "5300", "SURVEY-PARTS"),
    _p("2", 9, 5, "935", "SURVEY-PARTS"),
    _p("2", 7, 5, "6135", "SURVEY-PARTS"),
    _p("2", 2, 5, "32971", "SURVEY-PARTS"),
    _p("2", 3, 5, "29971", "SURVEY-PARTS"),
    _p("2", 4, 5, "23971", "SURVEY-PARTS"),
    _p("2", 5, 5, "22991", "SURVEY-PARTS"),
    _p("2", 6, 5, "22972", "SURVEY-PARTS"),
    _p("2", 1, 5, "62971", "SURVEY-SIZE"),
    # The overall satisfaction lies between those of its groups.
    _p("2", 7, 4, "99.33", "MEAN-RANGE"),
    # 25 + 50 + 43 + 2 + 5 + 6 = 131 and 45 + 69 + 46 + 0 + 3 + 6 = 169 prizes.
    _p("2-1", 1, 2, "3", "SUM-CELLS"),
    _p("2-1", 1, 3, "6", "SUM-CELLS"),
    _p("2-1", 1, 4, "7", "SUM-CELLS"),
    _p("2-1", 1, 5, "35", "SUM-CELLS"),
    _p("2-1", 1, 6, "51", "SUM-CELLS"),
    _p("2-1", 1, 7, "44", "SUM-CELLS"),
    _p("2-1", 2, 2, "1", "SUM-CELLS"),
    _p("2-1", 2, 3, "4", "SUM-CELLS"),
    _p("2-1", 2, 4, "7", "SUM-CELLS"),
    _p("2-1", 2, 5, "54", "SUM-CELLS"),
    _p("2-1", 2, 6, "96", "SUM-CELLS"),
    _p("2-1", 2, 7, "64", "SUM-CELLS"),
    # The row of totals against 22 clusters and 29 programmes above it.
    _p("6-1", 30, 3, "23", "COUNT-LISTED"),
    _p("6-1", 30, 4, "28", "COUNT-LISTED"),
    # 47.52% and 18.24% of 1611 already come to no whole number; 94.28% of 29889 always does.
)
