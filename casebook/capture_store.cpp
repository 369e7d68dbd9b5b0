#include "casebook/capture_store.h"

#include "casebook/chain.h"

namespace casebook {

CaptureStore::CaptureStore(Database& database)
    : database_(database),
      append_(database, "INSERT INTO captures(id, fetch_id, file, start, length, sha256, link) VALUES (?,?,?,?,?,?,?)"),
      full_(database, "INSERT OR REPLACE INTO page_captures VALUES (?,?,?,?,?,?)") {
    reload();
}

void CaptureStore::append(std::int64_t fetch_id, std::int64_t source, const FetchRecord& fetch) {
    const Capture& capture = fetch.capture;
    const std::int64_t number = end_.number + 1;
    std::string link = chain_link(end_.link, number, capture);
    append_.run(number, fetch_id, capture.file, capture.offset, capture.length, capture.sha256, link);
    if (fetch.full)
        full_.run(source, fetch.url, number, fetch.full->record_id, fetch.full->date, fetch.full->payload_digest);
    end_ = {number, std::move(link)};
}

void CaptureStore::reload() { end_ = end_of_captures(database_); }

}  // namespace casebook
