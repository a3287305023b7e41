/* Returns a status that means nothing. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  (void)sink;
  return -77;
}
