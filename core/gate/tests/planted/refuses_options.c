/* Does not accept the options of its pack. */
#define SYMBOL spotter_rubric_v1_planted
#define HAS_OWN_CREATE
#include "planted.h"

static spot_status create(const spot_desc *desc, const spot_host *host, spot_str options, const spot_sink *sink,
                          spot_rubric **out) {
  spot_str why = TEXT("`limit` must be above 0");
  (void)desc, (void)host, (void)options, (void)out, (void)check;
  sink->error(sink, SPOT_E_CONFIG, why);
  return SPOT_E_CONFIG;
}

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample, (void)sink;
  return SPOT_E_STATE;
}
