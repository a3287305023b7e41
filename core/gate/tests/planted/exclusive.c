/* Keeps state that two calls at once would spoil, and says so by its flag. Fails where it is called at once anyway. */
#define SYMBOL spotter_rubric_v1_planted
#define RUBRIC_FLAGS SPOT_R_EXCLUSIVE
#include "planted.h"

static volatile int calls_inside = 0;

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  int most = 0;
  (void)rubric, (void)sample;
  calls_inside++;
  for (int round = 0; round < 20000; round++) {
    if (calls_inside > most) most = calls_inside;
  }
  calls_inside--;
  sink->outcome(sink, 0, SPOT_MET);
  sink->outcome(sink, 1, SPOT_MET);
  return most == 1 ? SPOT_OK : SPOT_E_STATE;
}
