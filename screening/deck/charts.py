"""The radar and the bars: real charts, whose numbers can be edited in PowerPoint."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from screening.deck.page import comma, describe
from screening.deck.tokens import LANG, solid_xml

CONSULTANTS, WORKSHOP = "Konsulenter", "Workshop, gennemsnit"
Snapshot = dict[str, Any]


def has_workshop(snapshot: Snapshot) -> bool:
    return any(lever["workshop"] for lever in snapshot["levers"])


def numbers(snapshot: Snapshot) -> str:
    """The charts in words."""
    return "; ".join(
        f"{lever['number']} {lever['short']}: "
        + (f"konsulenter {lever['level']}" if lever["level"] else "ikke vurderet af konsulenterne")
        + (f", workshop {comma(lever['workshop']['mean'])}" if lever["workshop"] else "")
        for lever in snapshot["levers"]
    )


def _data(snapshot: Snapshot) -> CategoryChartData:
    data = CategoryChartData(number_format="0.0")
    data.categories = [f"{lever['number']} {lever['short']}" for lever in snapshot["levers"]]
    data.add_series(CONSULTANTS, [lever["level"] for lever in snapshot["levers"]], number_format="0")
    if has_workshop(snapshot):
        data.add_series(WORKSHOP, [(lever["workshop"] or {}).get("mean") for lever in snapshot["levers"]])
    return data


def radar(spot: Any, snapshot: Snapshot) -> Any:
    """The seven levers around; fjord circles for consultants, amber diamonds for the workshop."""
    frame = spot.insert_chart(XL_CHART_TYPE.RADAR_MARKERS, _data(snapshot))
    describe(frame, "Radar over de syv greb", f"Niveau 1 til 5. {numbers(snapshot)}.")
    chart = frame.chart
    _common(chart)
    # The labels would otherwise squeeze the radar into a corner of its frame.
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    place = "".join(
        f'<c:{name} val="{value}"/>' for name, value in (("x", 0.245), ("y", 0.1), ("w", 0.51), ("h", 0.68))
    )
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{place}</c:manualLayout></c:layout>'
        ),
    )
    axis = chart.value_axis
    axis.has_major_gridlines = True
    _line(axis.major_gridlines.format, "line", 0.75)
    axis.tick_labels.font.size = Pt(10)
    marks = (("fjord", "fjord", XL_MARKER_STYLE.CIRCLE), ("amber", "paper", XL_MARKER_STYLE.DIAMOND))
    for series, (edge, fill, marker) in zip(chart.plots[0].series, marks, strict=False):
        _line(series.format, edge, 2.5)
        if marker == XL_MARKER_STYLE.DIAMOND:
            series.format.line.dash_style = MSO_LINE.DASH
        for curve in series._element.findall(qn("c:smooth")):  # belongs to line charts only
            series._element.remove(curve)
        series.marker.style, series.marker.size = marker, 9
        _fill(series.marker.format, fill)
        _line(series.marker.format, edge, 1.75)
    return frame


def bars(spot: Any, snapshot: Snapshot) -> Any:
    """The same numbers side by side, each with its value."""
    frame = spot.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, _data(snapshot))
    describe(frame, "Søjler: konsulenter og workshop", f"Niveau 1 til 5. {numbers(snapshot)}.")
    chart = frame.chart
    _common(chart)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 0
    looks = (("fjord", "fjord", "0"), ("amber-tint", "amber", "0.0"))
    for series, (fill, edge, form) in zip(plot.series, looks, strict=False):
        _fill(series.format, fill)
        _line(series.format, edge, 1.25)
        series.invert_if_negative = False
        labels = series.data_labels
        labels.show_value = True
        labels.font.size = Pt(12)
        labels.number_format, labels.number_format_is_linked = form, False
    chart.category_axis.reverse_order = True
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    _line(chart.category_axis.format, "line", 1)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    chart.value_axis.has_major_gridlines = False
    return frame


def _common(chart: Any) -> None:
    space = chart._chartSpace
    space.insert(
        1 if space.find(qn("c:date1904")) is not None else 0, parse_xml(f'<c:lang {nsdecls("c")} val="{LANG}"/>')
    )
    chart.has_title = False
    chart.font.size = Pt(12)
    properties = space.txPr.find(".//" + qn("a:defRPr"))
    properties.set("lang", LANG)
    for child in list(parse_xml(f'<a:x {nsdecls("a")}>{solid_xml("ink")}<a:latin typeface="+mn-lt"/></a:x>')):
        properties.append(child)
    for end in space.iter(qn("a:endParaRPr")):
        end.set("lang", LANG)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 5, 1
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0;;", False  # there is no level 0


def _recolor(fill: Any, token: str) -> None:
    fill.solid()
    element = fill._xPr.find(qn("a:solidFill"))
    for child in list(element):
        element.remove(child)
    element.append(parse_xml(f"<a:x {nsdecls('a')}>{solid_xml(token)}</a:x>")[0][0])


def _fill(form: Any, token: str) -> None:
    _recolor(form.fill, token)


def _line(form: Any, token: str, weight: float) -> None:
    form.line.width = Pt(weight)
    _recolor(form.line.fill, token)
