#include "casebook/passed_over.h"

namespace casebook {

PassedOver::PassedOver(Database& database)
    : database_(database),
      add_(database, "INSERT INTO passed_over VALUES (?,?)"),
      again_(database, "UPDATE passed_over SET screened_by = ?2 WHERE capture_id = ?1"),
      drop_(database, "DELETE FROM passed_over WHERE capture_id = ?") {}

void PassedOver::add(CaptureId capture, std::string_view screened_by) { add_.run(capture, screened_by); }

bool PassedOver::settle(CaptureId capture, std::string_view screened_by) {
    if (screened_by.empty())
        drop_.run(capture);
    else
        again_.run(capture, screened_by);
    return database_.changes() == 1;
}

}  // namespace casebook
