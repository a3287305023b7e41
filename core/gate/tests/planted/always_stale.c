/* Says at every call that it is in the wrong state. */
#define SYMBOL spotter_rubric_v1_planted
#include "planted.h"

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  (void)rubric, (void)sample;
  (void)sink;
  return SPOT_E_STATE;
}
