// The schema's steps, one a file: each is SQL that ran on somebody's casebook and therefore never changes again. A new
// step gets a file of its own, a name here, and a place at the end of the array in schema.cpp.
#pragma once

namespace casebook::migrations {

extern const char* const first_release;
extern const char* const queue_indexes;
extern const char* const custody;
extern const char* const host_failures;
extern const char* const regimes;
extern const char* const review_desk;
extern const char* const pictures_and_referrals;
extern const char* const watch_lists;
extern const char* const order_of_time;
extern const char* const pages_passed_over;

}  // namespace casebook::migrations
