//! CPU time and memory of this process, as Linux tells them.

use cpu_time::ThreadTime;

/// Seconds of CPU time of this thread.
pub(crate) fn cpu() -> f64 {
    ThreadTime::now().as_duration().as_secs_f64()
}

/// Resident memory of a process, in MB: `VmRSS`, or the highest so far with `VmHWM`.
pub(crate) fn memory(process: &str, field: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(field));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}

/// The value below which a part of the values lies.
pub(crate) fn percentile(values: &mut [f64], part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * part) as usize]
}
