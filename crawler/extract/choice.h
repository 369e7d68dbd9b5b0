// Things on a page between which the visitor chooses: sizes and colours, services at a surcharge, ways of delivery.
// What stands on one of them is not said of the thing itself. Pure; each looks a few elements up.
#pragma once

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// Does `id` stand on a button (not the one that buys), or on the label of a radio button or a check box?
bool is_choice(const Tree& tree, const Layout& layout, NodeId id);

// Does it stand on a choice that is made: a selected option, a pressed button, an entry called chosen?
bool is_chosen(const Tree& tree, NodeId id);

// Is it a short entry of a list of such: one size of several?
bool is_one_of_several(const Tree& tree, const Layout& layout, NodeId id);

// Does the text `id` stand in such an entry, beside what it says it of: "Green Sold out"?
bool is_in_entry(const Tree& tree, const Layout& layout, NodeId text);

// Is it in one of several boxes alike, of which others name a price: "36 in. $219 | 48 in. $298 | 60 in. unavailable"?
bool is_among_priced(const Tree& tree, const Layout& layout, NodeId id);

// Does what is written round it speak of fetching the thing from a shop? "Pick-up: not available at Springfield".
bool is_of_pickup(const Tree& tree, const Layout& layout, NodeId id);

}  // namespace crawler
