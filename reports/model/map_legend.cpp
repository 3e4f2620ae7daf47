// Each sign of the map beside what it means.
#include <fmt/format.h>

#include <array>

#include "reports/model/map_dot.hpp"
#include "reports/model/map_drawing.hpp"

namespace abide::reports::data_map {
namespace {

constexpr double row_height = 24;
constexpr double sign_width = 34;

/// How a sign is drawn with its middle on the line `y`, from `x` on.
using Sign = std::string (*)(double x, double y);

std::string box(double x, double y, const char* fill, const char* line, double round,
                const char* dash = "") {
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"26\" height=\"14\" rx=\"{}\" "
      "fill=\"{}\" stroke=\"{}\"{}/>",
      x, y - 7, round, fill, line, dash);
}

std::string line(double x, double y, std::string_view colour, const char* dash) {
  return fmt::format(
      "<path d=\"M{0:.1f} {1:.1f}h20\" stroke=\"{2}\" stroke-width=\"1.5\" fill=\"none\"{3}/><path "
      "d=\"M{4:.1f} {5:.1f}l7 3l-7 3z\" fill=\"{2}\"/>",
      x, y, colour, dash, x + 19, y - 3);
}

struct Entry {
  Sign sign;
  const char* words;
};
constexpr std::array entries{
    Entry{[](double x, double y) {
            return fmt::format(
                "<ellipse cx=\"{:.1f}\" cy=\"{:.1f}\" rx=\"13\" ry=\"7\" "
                "fill=\"#fff3d6\" stroke=\"#7a5600\"/>",
                x + 13, y);
          },
          "people"},
    Entry{[](double x, double y) { return box(x, y, "#eaf2f9", "#1d5b8f", 4); }, "kinds of data"},
    Entry{[](double x, double y) {
            return fmt::format(
                "<path d=\"M{0:.1f} {1:.1f}v10c0 4 26 4 26 0v-10c0 4 -26 4 -26 0c0 -4 26 -4 26 0\" "
                "fill=\"#efefef\" stroke=\"#4a4a4a\"/>",
                x, y - 5);
          },
          "where it lies"},
    Entry{[](double x, double y) { return box(x, y, "#e6f4ea", "#24663b", 6); },
          "works for us (processor)"},
    Entry{[](double x, double y) {
            return box(x - 1, y, "#f4eaf9", "#6b3a86", 0) +
                   fmt::format(
                       "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"20\" height=\"8\" "
                       "fill=\"none\" stroke=\"#6b3a86\"/>",
                       x + 2, y - 4);
          },
          "decides for itself"},
    Entry{[](double x, double y) {
            return box(x, y, "none", "#a3231f", 4, " stroke-dasharray=\"4 3\"");
          },
          "abroad (a transfer)"},
    Entry{[](double x, double y) { return line(x, y, "#7a5600", ""); }, "comes from"},
    Entry{[](double x, double y) { return line(x, y, "#4a4a4a", " stroke-dasharray=\"5 3\""); },
          "is kept in"},
    Entry{[](double x, double y) { return line(x, y, "#1d5b8f", ""); }, "is sent to"},
    Entry{[](double x, double y) { return line(x, y, "#4a4a4a", " stroke-dasharray=\"1 3\""); },
          "is run by"}};

/// As many as the longest words have room for.
std::size_t columns_in(double width) { return width < 720 ? 3 : 4; }

}  // namespace

double legend_height(double width) {
  const std::size_t columns = columns_in(width);
  return row_height * static_cast<double>(1 + (entries.size() + columns - 1) / columns);
}

std::string legend_at(double top, double width) {
  const std::size_t columns = columns_in(width);
  const double wide = (width - 16) / static_cast<double>(columns);
  std::string svg = fmt::format(
      "<g class=\"legend\" font-family=\"Helvetica,Arial,sans-serif\" font-size=\"11\" "
      "fill=\"#1b1b1b\"><path d=\"M8 {:.1f}H{:.1f}\" stroke=\"#8a8a8a\"/>",
      top + 8, width - 8);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double x = 8 + wide * static_cast<double>(i % columns);
    const double y = top + 26 + row_height * static_cast<double>(i / columns);
    svg += entries[i].sign(x, y) + fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>",
                                               x + sign_width, y + 4, entries[i].words);
  }
  return svg + "</g>\n";
}

}  // namespace abide::reports::data_map
