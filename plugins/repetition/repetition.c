/* The repetition rubric: a small language model that loops says one sentence again and again.
 *
 * One rule, `repeated-sentence`: the same sentence or line of at least MIN_BYTES bytes stands MAX_REPEATS times or more
 * in one answer. Sentences come from the host's analysis where it offers one, else the text is cut at newlines and at
 * . ! ? and the Arabic question mark. The plugin keeps no state, allocates nothing but the rubric, and stands here also
 * as the proof that the boundary is C.
 *
 * Broken: "Bol su içmeyi unutma. Bol su içmeyi unutma. Bol su içmeyi unutma."
 * Kept:   "Bol su içmeyi unutma." twice, or "3 x 10" in every row of a plan.
 * Limits: sentences that differ in one letter are different ones; a loop below MIN_BYTES passes.
 */
#include "spotter_rubric.h"

#include <stdlib.h>
#include <string.h>

enum { MIN_BYTES = 20, MAX_REPEATS = 3, MAX_SENTENCES = 2048 };

#define TEXT(literal) { (const uint8_t *)(literal), sizeof(literal) - 1 }

typedef struct stretch { size_t start, end; } stretch;

typedef struct armed { spot_rubric rubric; const spot_host *host; } armed;

static int is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

/* Bytes of the sentence end at this place, 0 for none. U+061F, the Arabic question mark, is D8 9F. */
static size_t end_mark(spot_str text, size_t at) {
  uint8_t byte = text.ptr[at];
  if (byte == '\n' || byte == '.' || byte == '!' || byte == '?') return 1;
  return byte == 0xD8 && at + 1 < text.len && text.ptr[at + 1] == 0x9F ? 2 : 0;
}

static stretch trimmed(spot_str text, size_t start, size_t end) {
  while (start < end && is_space(text.ptr[start])) start++;
  while (end > start && is_space(text.ptr[end - 1])) end--;
  stretch result = { start, end };
  return result;
}

/* Adds a stretch that is long enough to count; says how many there are then. */
static size_t put(stretch *list, size_t len, stretch one) {
  if (one.end - one.start < MIN_BYTES || len == MAX_SENTENCES) return len;
  list[len] = one;
  return len + 1;
}

static size_t cut(spot_str text, stretch *list) {
  size_t len = 0, start = 0, at = 0;
  while (at < text.len) {
    size_t mark = end_mark(text, at);
    if (mark != 0) {
      len = put(list, len, trimmed(text, start, at));
      start = at + mark;
    }
    at += mark != 0 ? mark : 1;
  }
  return put(list, len, trimmed(text, start, text.len));
}

static const spot_document *document_of(const armed *self, const spot_sample *sample) {
  static const spot_str id = TEXT(SPOT_ANALYSIS_ID);
  if (self->host == NULL || self->host->get_extension == NULL) return NULL;
  const spot_analysis *analysis = self->host->get_extension(self->host, id);
  return analysis != NULL && analysis->document != NULL ? analysis->document(analysis, sample) : NULL;
}

/* The host's sentences of one turn, the items read by their stride. Keys and values of JSON repeat by design. */
static size_t read_sentences(const spot_document *document, size_t turn, spot_str text, stretch *list) {
  const spot_array *sentences = &document->sentences;
  size_t len = 0;
  for (size_t index = 0; index < sentences->len; index++) {
    const spot_sentence *sentence = (const void *)((const uint8_t *)sentences->items + index * sentences->stride);
    if (sentence->turn != turn || sentence->end > text.len || sentence->start > sentence->end) continue;
    if (sentence->kind == SPOT_SENTENCE_JSON) continue;
    len = put(list, len, trimmed(text, (size_t)sentence->start, (size_t)sentence->end));
  }
  return len;
}

static int is_same(spot_str text, stretch a, stretch b) {
  size_t len = a.end - a.start;
  return len == b.end - b.start && memcmp(text.ptr + a.start, text.ptr + b.start, len) == 0;
}

/* How often a sentence has stood before `index`, itself included. */
static int times_until(spot_str text, const stretch *list, size_t index) {
  int times = 1;
  for (size_t other = 0; other < index; other++) times += is_same(text, list[other], list[index]);
  return times;
}

static spot_status report(const spot_sink *sink, size_t turn, stretch where) {
  static const spot_str message = TEXT("the same sentence for the third time");
  spot_finding finding;
  memset(&finding, 0, sizeof finding);
  finding.struct_size = sizeof finding;
  finding.field = SPOT_F_TURN0 + (uint32_t)turn;
  finding.start = where.start;
  finding.end = where.end;
  finding.message = message;
  return sink->report(sink, &finding);
}

/* Reports each sentence once, where it stands for the third time. */
static int judge_turn(const spot_sink *sink, size_t turn, spot_str text, const stretch *list, size_t len) {
  int broken = 0;
  for (size_t index = 0; index < len; index++) {
    if (times_until(text, list, index) != MAX_REPEATS) continue;
    broken = 1;
    if (report(sink, turn, list[index]) != SPOT_OK) break;
  }
  return broken;
}

static spot_status check(const spot_rubric *rubric, const spot_sample *sample, const spot_sink *sink) {
  const armed *self = rubric->data;
  const spot_document *document = document_of(self, sample);
  stretch *list = malloc(MAX_SENTENCES * sizeof *list);
  uint32_t outcome = SPOT_SKIPPED;
  if (list == NULL) return SPOT_E_INTERNAL;
  for (size_t turn = 0; turn < sample->turns_len; turn++) {
    spot_str text = sample->turns[turn].text;
    if (sample->turns[turn].role != SPOT_ROLE_COACH || text.len == 0) continue;
    size_t len = document != NULL ? read_sentences(document, turn, text, list) : cut(text, list);
    if (judge_turn(sink, turn, text, list, len)) outcome = SPOT_BROKEN;
    else if (outcome == SPOT_SKIPPED) outcome = SPOT_MET;
  }
  free(list);
  return sink->outcome(sink, 0, outcome);
}

static void destroy(spot_rubric *rubric) { free(rubric->data); }

/* Knows no options, so that anything but white space and comments in them is a mistake worth naming. */
static int has_options(spot_str options) {
  int comment = 0;
  for (size_t at = 0; at < options.len; at++) {
    if (options.ptr[at] == '\n') comment = 0;
    else if (options.ptr[at] == '#') comment = 1;
    else if (!comment && !is_space(options.ptr[at])) return 1;
  }
  return 0;
}

static spot_status create(const spot_desc *desc, const spot_host *host, spot_str options, const spot_sink *sink, spot_rubric **out) {
  static const spot_str unknown = TEXT("the repetition rubric knows no options; empty the [options] table");
  static const spot_str memory = TEXT("no memory for the repetition rubric");
  (void)desc;
  if (has_options(options)) {
    sink->error(sink, SPOT_E_CONFIG, unknown);
    return SPOT_E_CONFIG;
  }
  armed *self = calloc(1, sizeof *self);
  if (self == NULL) {
    sink->error(sink, SPOT_E_INTERNAL, memory);
    return SPOT_E_INTERNAL;
  }
  self->host = host;
  self->rubric.struct_size = sizeof self->rubric;
  self->rubric.data = self;
  self->rubric.check = check;
  self->rubric.destroy = destroy;
  *out = &self->rubric;
  return SPOT_OK;
}

static const spot_rule RULE = {
  .struct_size = sizeof(spot_rule),
  .name = TEXT("repeated-sentence"),
  .summary = TEXT("the same sentence three times in one answer"),
};
static const spot_rule *const RULES[] = { &RULE };

static const spot_desc DESC = {
  .struct_size = sizeof(spot_desc),
  .name = TEXT("repetition"),
  .summary = TEXT("an answer does not say one thing again and again"),
  .rules = RULES,
  .rules_len = 1,
  .create = create,
};
static const spot_desc *const DESCS[] = { &DESC };

extern const spot_entry spotter_rubric_v1_repetition;

SPOT_EXPORT const spot_entry spotter_rubric_v1_repetition = {
  .magic = SPOT_MAGIC,
  .struct_size = sizeof(spot_entry),
  .abi_major = SPOT_ABI_MAJOR,
  .abi_minor = SPOT_ABI_MINOR,
  .min_host_minor = 0,
  .ptr_bits = 8 * sizeof(void *),
  .endian = SPOT_ENDIAN,
    .flags = SPOT_E_UNWINDS,
  .name = TEXT("repetition"),
  .version = TEXT("0.1.0"),
  .sdk = TEXT("C"),
  .rubrics = DESCS,
  .rubrics_len = 1,
};
