// A small policy and a folder of its own for each test of the control store.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "engine/control_store.hpp"
#include "engine/ledger/verify/verify.hpp"

namespace abide::engine {

inline const char* const origin = "shop.example/abide";
inline Instant moment(const char* text) { return *parse_instant(text); }
inline const Instant noon = moment("2026-05-08T12:00:00Z");

/// One store `db` of users, purchases and answers; events of every source.
inline policy::Model small_policy() {
  using namespace policy;
  Model model;
  model.name = "shop";
  model.categories.resize(2);
  model.categories[0].name = "account.email";
  model.categories[1].name = "answers";
  model.subjects.push_back({"member", "A member", {}});
  model.subjects.push_back({"visitor", "A visitor", {}});
  model.stores.resize(1);
  model.stores[0].name = "db";
  model.tables.resize(3);
  const char* const names[] = {"users", "purchases", "answers"};
  for (std::uint32_t i = 0; i < 3; ++i) {
    model.tables[i].store = StoreId{0};
    model.tables[i].name = names[i];
    model.stores[0].tables.push_back(TableId{i});
  }
  const auto event = [&](const char* name, decltype(Event::source) source,
                         std::optional<TableId> of = std::nullopt) {
    model.events.push_back({name, "", source, of, {}});
  };
  event("signed_up", AtColumn{});
  event("account_gone", OnAbsence{TableId{0}});
  event("erasure_requested", Told{Told::By::requests});
  event("session_erasure_requested", Told{Told::By::requests});
  event("consent_withdrawn", Told{Told::By::app});
  event("session_deleted", Told{Told::By::app}, TableId{2});
  return model;
}
inline constexpr SubjectId member{0};
inline constexpr TableId users{0};
inline constexpr TableId purchases{1};
inline constexpr TableId answers{2};
inline constexpr EventId erasure_requested{2};
inline constexpr EventId consent_withdrawn{4};
inline constexpr EventId session_deleted{5};

inline Sensitive<Value> person(const char* key) {
  return Sensitive<Value>{Value{std::string{key}}};
}
inline Sensitive<Value> person(std::int64_t key) { return Sensitive<Value>{Value{key}}; }
inline HoldRequest hold_on(Sensitive<Value> key) {
  return {member, std::move(key), std::nullopt, std::nullopt, "dispute", "dpo", noon};
}
inline RequestOpening request_of(const char* kind, Sensitive<Value> key) {
  return {kind, member, std::move(key), "support", noon};
}

/// A folder, gone with the test.
class Folder {
 public:
  Folder() {
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    path_ = testing::TempDir() + "abide_control_" + std::to_string(::getpid()) + "_" +
            (test == nullptr ? "none" : test->name());
    clear();
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Folder(Folder&&) = delete;
  Folder& operator=(Folder&&) = delete;

  void clear() const {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] ControlPaths paths() const {
    return {path_ + "/abide.db", path_ + "/keys.db", {path_ + "/anchor"}};
  }

 private:
  std::string path_;
};

inline std::string content_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// A control store in a folder of its own.
class ControlTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = ControlStore::create(folder_.paths(), origin, "dpo", noon, files_);
    ASSERT_TRUE(made.ok()) << made.error().message;
    store_ = std::move(*made);
    first_key_ = store_->public_key();
  }
  void reopen() {
    store_.reset();
    auto opened = ControlStore::open(folder_.paths(), files_);
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    store_ = std::move(*opened);
  }
  [[nodiscard]] ledger::Verdict verdict() {
    return ledger::verify_ledger(folder_.paths().control, first_key_, *store_->anchored());
  }
  /// Every entry of the ledger, one text.
  [[nodiscard]] std::string entries() {
    std::string all;
    EXPECT_TRUE(store_->ledger()
                    .read(0,
                          [&](std::uint64_t, std::string_view entry) -> Result<void> {
                            all.append(entry).append("\n");
                            return {};
                          })
                    .ok());
    return all;
  }

  Folder folder_;
  SystemFiles files_;
  policy::Model model_ = small_policy();
  std::unique_ptr<ControlStore> store_;
  std::string first_key_;
};

}  // namespace abide::engine
