// Stores and files that fail at the n-th operation, for tests that go through n = 1, 2, 3 …
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files.hpp"
#include "connectors/connector.hpp"

namespace abide::testing_support {

/// Counts operations over everything that shares it, and says which one fails.
struct Fault {
  enum class Kind {
    error,        ///< nothing was done
    lost_answer,  ///< it was done, and the answer said that nobody knows
    lost_work,    ///< it was not done, and the answer said that nobody knows
  } kind = Kind::error;
  enum class Lasting { once, from_then_on } lasting = Lasting::once;
  int at = 0;  ///< counted from one; 0 never
  int seen = 0;
  bool struck = false;

  /// @param batch  whether the operation is one whose answer can be lost; only those count for the
  /// kinds that lose one
  bool strikes(bool batch = false) {
    if (kind != Kind::error && !batch) return false;
    ++seen;
    const bool now = at > 0 && (seen == at || (seen > at && lasting == Lasting::from_then_on));
    struck = struck || now;
    return now;
  }
};

/// A connection that breaks. Reads fail outright; a batch fails in each of the three ways.
class FaultyConnector final : public Connector {
 public:
  FaultyConnector(std::unique_ptr<Connector> real, Fault& fault)
      : real_(std::move(real)), fault_(fault) {}

  [[nodiscard]] Capabilities capabilities() const override { return real_->capabilities(); }
  Result<LiveSchema> schema() override {
    return fault_.strikes() ? Result<LiveSchema>{gone()} : real_->schema();
  }
  Result<std::uint64_t> count(const Query& query) override {
    return fault_.strikes() ? Result<std::uint64_t>{gone()} : real_->count(query);
  }
  Result<void> select(const Query& query, const PageSink& sink) override {
    return fault_.strikes() ? Result<void>{gone()} : real_->select(query, sink);
  }
  Result<std::uint64_t> apply_all(std::span<const Batch> batches, Hasher& hasher,
                                  const CommitGate& gate) override {
    if (!fault_.strikes(true)) return real_->apply_all(batches, hasher, gate);
    if (fault_.kind == Fault::Kind::error) return gone();
    if (fault_.kind == Fault::Kind::lost_answer) {
      if (auto done = real_->apply_all(batches, hasher, gate); !done) return done;
    }
    return Error{ErrorCode::in_doubt, "the link broke while committing", "it is read again"};
  }
  Result<std::vector<std::uint64_t>> select_and_tally(const Query& query,
                                                      std::span<const SelectorPtr> conditions,
                                                      const PageSink& sink) override {
    if (fault_.strikes()) return gone();
    return real_->select_and_tally(query, conditions, sink);
  }
  Result<ErasureDepth> overwrite() override {
    return fault_.strikes() ? Result<ErasureDepth>{gone()} : real_->overwrite();
  }
  Result<Instant> now() override {
    return fault_.strikes() ? Result<Instant>{gone()} : real_->now();
  }
  [[nodiscard]] Result<std::string> text_of(const Query& query) const override {
    return real_->text_of(query);
  }

 private:
  static Error gone() {
    return {ErrorCode::unavailable, "the store does not answer", "a retry is safe"};
  }
  std::unique_ptr<Connector> real_;
  Fault& fault_;
};

/// A file system that breaks. `lost_answer` writes before it fails.
class FaultyFiles final : public Files {
 public:
  explicit FaultyFiles(Fault& fault) : fault_(fault) {}

  Result<std::string> read(const std::string& path, std::uint64_t limit) override {
    return fault_.strikes() ? Result<std::string>{gone(path)} : real_.read(path, limit);
  }
  Result<void> write(const std::string& path, std::string_view content, Secrecy secrecy) override {
    if (!fault_.strikes(true)) return real_.write(path, content, secrecy);
    if (fault_.kind == Fault::Kind::lost_answer) {
      if (auto written = real_.write(path, content, secrecy); !written) return written;
    }
    return gone(path);
  }
  Result<bool> exists(const std::string& path) override {
    return fault_.strikes() ? Result<bool>{gone(path)} : real_.exists(path);
  }
  Result<void> make_folder(const std::string& path) override {
    return fault_.strikes() ? Result<void>{gone(path)} : real_.make_folder(path);
  }
  Result<std::vector<std::string>> list(const std::string& path) override {
    return fault_.strikes() ? Result<std::vector<std::string>>{gone(path)} : real_.list(path);
  }
  Result<void> remove(const std::string& path) override {
    return fault_.strikes() ? Result<void>{gone(path)} : real_.remove(path);
  }
  Result<void> may_write(const std::string& folder) override { return real_.may_write(folder); }
  Result<std::uint64_t> free_space(const std::string& path) override {
    return fault_.strikes() ? Result<std::uint64_t>{gone(path)} : real_.free_space(path);
  }

 private:
  static Error gone(const std::string& path) {
    return {ErrorCode::exhausted, "cannot write `" + path + "`: no space left on device",
            "free some space; a retry is safe"};
  }
  SystemFiles real_;
  Fault& fault_;
};

}  // namespace abide::testing_support
