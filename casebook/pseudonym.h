// Sellers without their names: HMAC-SHA256 (RFC 2104) under a key that is not in the casebook, so that the same seller
// stays recognisable and nobody who has the casebook alone can try names until one fits.
//
// The key is made once and lies beside the casebook in "<casebook>.key", readable by its owner only; the casebook holds
// a digest by which the right key is known. Casebooks of the first release kept a salt within: they go on with it.
// pseudonym.cpp is the only file that includes <openssl/hmac.h>. Internal to casebook/.
#pragma once

#include <string>

#include "casebook/sql.h"

namespace casebook {

class Pseudonyms {
  public:
    // Once a casebook is pseudonymised it stays so, wanted or not. StoreError where its key is lost.
    static Pseudonyms of(Database& database, bool wanted);

    // The name itself where sellers are named; empty stays empty.
    std::string stored(const std::string& name) const;

  private:
    std::string key_, salt_;
};

}  // namespace casebook
