#include "casebook/capture_store.h"

#include "casebook/chain.h"

namespace casebook {

CaptureStore::CaptureStore(Database& database)
    : database_(database),
      append_(database,
              "INSERT INTO captures(id, fetch_id, file, start, length, sha256, link) VALUES (?,?,?,?,?,?,?)") {
    reload();
}

void CaptureStore::append(std::int64_t fetch, const Capture& capture) {
    const std::int64_t number = last_ + 1;
    std::string link = chain_link(head_, number, capture);
    append_.run(number, fetch, capture.file, capture.offset, capture.length, capture.sha256, link);
    last_ = number;
    head_ = std::move(link);
}

void CaptureStore::reload() {
    Statement query(database_, "SELECT id, link FROM captures ORDER BY id DESC LIMIT 1");
    const bool any = query.first();
    last_ = any ? query.integer(0) : 0;
    head_ = any ? query.text(1) : chain_origin();
}

}  // namespace casebook
