#include "detector/listing.h"

namespace detector {

std::string_view to_string(Field field) {
    switch (field) {
        case Field::title:
            return "title";
        case Field::description:
            return "description";
        case Field::attribute:
            return "attribute";
        case Field::category:
            return "category";
        case Field::tag:
            return "tag";
        case Field::seller:
            return "seller";
        case Field::location:
            return "location";
        case Field::image_text:
            return "image_text";
    }
    return "";
}

std::string_view Listing::first(Field field) const {
    for (const Passage& passage : passages)
        if (passage.field == field) return passage.text;
    return {};
}

}  // namespace detector
