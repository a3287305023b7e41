/* Returns success from `create`, but no rubric. */
#define SYMBOL spotter_rubric_v1_planted
#define HAS_OWN_CREATE
#include "planted.h"

static spot_status create(const spot_desc *desc, const spot_host *host, spot_str options, const spot_sink *sink,
                          spot_rubric **out) {
  (void)desc, (void)host, (void)options, (void)sink, (void)check;
  *out = 0;
  return SPOT_OK;
}

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample, (void)sink;
  return SPOT_OK;
}
