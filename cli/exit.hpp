// What the program's exit code says.
#pragma once

namespace abide::cli {

/// DESIGN's exit codes, one meaning each.
enum Exit : int { done = 0, broken = 1, wrong = 2, store_failed = 3, held = 4 };

}  // namespace abide::cli
