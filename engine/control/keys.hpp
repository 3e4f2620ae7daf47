// The keys file: every key, and nothing else (docs/control-store.md). What is destroyed here is
// unreadable in every copy of the control store.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/digest.hpp"
#include "base/files.hpp"
#include "engine/control/database.hpp"
#include "engine/ledger/checkpoint.hpp"

namespace abide::engine::control {

/// A key is made durable before what needs it and destroyed after. New keys of one transaction of
/// the control store are written in one of this file: commit() comes before the control store's.
class Keys {
 public:
  /// Makes the file, or makes it anew when the last attempt ended before its control store was
  /// there.
  /// @error refused  it holds keys that a control store uses
  static Result<Keys> create(const std::string& path, const std::string& store, Files& files);
  /// @error not_found    there is no keys file
  /// @error unsupported  written by a newer version
  /// @error corrupt      not the keys of `store`
  static Result<Keys> open(const std::string& path, const std::string& store, Files& files);
  /// From now on create() refuses to replace it.
  Result<void> begin_use();

  /// Behind every keyed digest of this installation.
  [[nodiscard]] const Bytes& installation() const { return installation_; }

  /// Makes the keys made since the last commit durable.
  Result<void> commit();
  /// Destroys the sealing keys made since the last commit, since nothing will need them.
  void abandon();

  /// A new signing key. It is in force when the control store says so.
  Result<ledger::SigningKey> add_signing(const std::string& origin);
  /// @error not_found  the file does not hold the private half of `public_text`
  Result<ledger::SigningKey> signing(std::string_view public_text);
  Result<bool> has_other_signing(std::string_view public_text);
  /// Destroys every signing key but this.
  Result<void> keep_only_signing(std::string_view public_text);

  struct SealKey {
    std::string id;
    Bytes key;
  };
  Result<SealKey> add_seal();
  /// @error corrupt  there is no such key: the file is older than the control store
  Result<Bytes> seal_key(std::string_view id);
  Result<void> destroy_seals(const std::set<std::string>& ids);
  /// Names of every sealing key.
  Result<std::set<std::string>> seals();

  /// The reference of the subject with this digest, made at need and then stable, whatever becomes
  /// of the transaction.
  Result<std::string> reference(const Digest& subject);
  /// The same where there is one already.
  Result<std::optional<std::string>> known_reference(const Digest& subject);
  Result<void> destroy_reference(std::string_view reference);
  /// Every reference whose key is there.
  Result<std::set<std::string>> references();

  /// Keeps the newest signed head, as one more anchor, and destroys sealing keys with it.
  Result<void> set_head(std::string_view note, const std::set<std::string>& spent);
  Result<std::string> head();

 private:
  Keys(Connection db, Bytes installation)
      : db_(std::move(db)), installation_(std::move(installation)) {}
  Result<void> begin();
  Result<void> set_meta(std::string_view key, std::string_view value);
  static Result<std::string> meta(Connection& db, std::string_view key);

  Connection db_;
  Bytes installation_;
  bool open_ = false;
  std::set<std::string> made_;  ///< sealing keys since the last commit
};

}  // namespace abide::engine::control
