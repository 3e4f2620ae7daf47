#include "reports/chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/html.hpp"

namespace abide::reports {
namespace {

// In the drawing's own units. It is narrow, so that its words can be read on a telephone.
constexpr double width = 320;
constexpr double height = 120;
constexpr double from_left = 44;
constexpr double right = 312;
constexpr double top = 10;
constexpr double bottom = 94;
constexpr std::size_t most_points = 200;

std::string date_of(Instant at) {
  return to_string(Date{std::chrono::floor<std::chrono::days>(at)});
}

/// The next round number: 1, 2 or 5 with noughts.
std::uint64_t round_above(std::uint64_t count) {
  std::uint64_t unit = 1;
  for (;; unit *= 10)
    for (const std::uint64_t step : {1U, 2U, 5U})
      if (unit * step >= count || unit > UINT64_MAX / 100)
        return std::max<std::uint64_t>(unit * step, 1);
}

/// The highest of each few neighbours, and the last as it is.
Course thinned(const Course& course) {
  const std::size_t together = (course.size() + most_points - 1) / most_points;
  if (together < 2) return course;
  Course few;
  for (std::size_t from = 0; from < course.size(); from += together) {
    const auto end =
        course.begin() + static_cast<std::ptrdiff_t>(std::min(from + together, course.size()));
    few.push_back(
        *std::max_element(course.begin() + static_cast<std::ptrdiff_t>(from), end,
                          [](const auto& a, const auto& b) { return a.second < b.second; }));
  }
  if (few.back() != course.back()) few.push_back(course.back());
  return few;
}

std::string label(double x, double y, const char* anchor, const std::string& words) {
  return fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-size=\"11\" "
      "fill=\"#1b1b1b\">{}</text>",
      x, y, anchor, escaped(words));
}

std::string rule(double y, const char* colour) {
  return fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\" fill=\"none\"/>", from_left,
                     y, right, colour);
}

std::string in_a_sentence(std::string_view title, const Course& course) {
  const auto [least, most] =
      std::ranges::minmax_element(course, {}, [](const auto& point) { return point.second; });
  return fmt::format("{}: {} on {}, {} on {}, never fewer than {} nor more than {}", title,
                     course.front().second, date_of(course.front().first), course.back().second,
                     date_of(course.back().first), least->second, most->second);
}

}  // namespace

std::string chart(std::string_view title, const Course& course) {
  const Course points = thinned(course);
  const Instant first = points.front().first;
  const auto span = std::max<double>(1, static_cast<double>((points.back().first - first).count()));
  const std::uint64_t most = round_above(
      std::ranges::max_element(points, {}, [](const auto& point) { return point.second; })->second);
  const auto x = [&](Instant at) {
    return points.size() == 1
               ? (from_left + right) / 2
               : from_left + (right - from_left) * static_cast<double>((at - first).count()) / span;
  };
  const auto y = [&](std::uint64_t count) {
    return bottom - (bottom - top) * static_cast<double>(count) / static_cast<double>(most);
  };
  std::string line;
  for (const auto& [at, count] : points)
    line += fmt::format("{}{:.1f} {:.1f}", line.empty() ? "M" : "L", x(at), y(count));
  std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">", width,
                                height, escaped(in_a_sentence(title, course)));
  svg += rule(top, "#c8c8c8") + rule(bottom, "#8a8a8a");
  svg += fmt::format("<path d=\"{}\" stroke=\"#1d5b8f\" stroke-width=\"2\" fill=\"none\"/>", line);
  svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"#1d5b8f\"/>",
                     x(points.back().first), y(points.back().second));
  svg += label(from_left - 5, top + 4, "end", fmt::format("{}", most)) +
         label(from_left - 5, bottom + 4, "end", "0");
  if (points.size() == 1) {
    svg += label((from_left + right) / 2, height - 8, "middle", date_of(first));
  } else {
    svg += label(from_left, height - 8, "start", date_of(first)) +
           label(right, height - 8, "end", date_of(points.back().first));
  }
  return svg + "</svg>";
}

}  // namespace abide::reports
