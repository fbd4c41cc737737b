#pragma once

#include <danelaw/render/render.hpp>
#include <danelaw/report/doctor.hpp>

#include <string>

namespace danelaw {

/// One line for each thing that was looked at, then what is wrong and what to do.
[[nodiscard]] std::string render_doctor_text(const DoctorReport& report, const TextStyle& style);
/// `danelaw.doctor/1`.
[[nodiscard]] std::string render_doctor_json(const DoctorReport& report);

}  // namespace danelaw
