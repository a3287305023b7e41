/* spotter_rubric.h - the boundary between Spotter and its rubric plugins, major 1.
 *
 * Rules
 *  (1) Every struct begins with struct_size, and fields are only ever appended inside one major. A reader checks that
 *      struct_size covers a field before it touches it. What travels in arrays by value never grows (spot_str, spot_kv,
 *      spot_turn), except in a spot_array, which carries its stride.
 *  (2) All text is UTF-8 as (ptr, len), not NUL-terminated. When len is 0, ptr may be anything.
 *  (3) Whoever allocated it frees it. Only rubric->destroy and stream->close free, both on objects the plugin made.
 *  (4) Host memory passed to a call is valid until that call returns; the plugin copies what it keeps. Plugin memory
 *      passed to a sink or a host callback is valid until that callback returns; the host copies.
 *  (5) No unwinding (panic, C++ exception, longjmp) crosses a function declared here.
 *
 * Rubrics report, gates decide: a plugin says per rule whether it is skipped, met or broken, and where. Severity and
 * verdict belong to the host's policy. A rule without an outcome counts as a failure of the plugin, never as a pass.
 *
 * Threads: [any] concurrently from any thread; [excl] any thread, never two at once on one object; [once] by the
 * loader, not concurrent with anything of this library.
 */
#ifndef SPOTTER_RUBRIC_H
#define SPOTTER_RUBRIC_H
#include <stddef.h>
#include <stdint.h>
#if defined(_WIN32)
#  define SPOT_EXPORT __declspec(dllexport)
#else
#  define SPOT_EXPORT __attribute__((visibility("default")))
#endif
#ifdef __cplusplus
extern "C" {
#endif

#define SPOT_ABI_MAJOR 1
#define SPOT_ABI_MINOR 0
#define SPOT_MAGIC { 'S', 'P', 'O', 'T', 'R', 'U', 'B', '\0' }
#define SPOT_ENDIAN 0x01020304u
#define SPOT_ANALYSIS_ID "spotter.analysis/1"

typedef struct spot_str { const uint8_t *ptr; size_t len; } spot_str;
typedef struct spot_kv { spot_str key, val; } spot_kv;
typedef struct spot_turn { uint32_t role; uint32_t _pad; spot_str text; } spot_turn; /* role: SPOT_ROLE_* */
typedef struct spot_array { const void *items; size_t len; size_t stride; } spot_array;

typedef int32_t spot_status;
enum {
  SPOT_OK = 0,
  SPOT_STOP = 1, /* the callee wants no more */
  SPOT_E_CONFIG = -1,
  SPOT_E_UNSUPPORTED = -2,
  SPOT_E_INTERNAL = -3,
  SPOT_E_PANIC = -4,
  SPOT_E_STATE = -5,
  SPOT_E_RANGE = -6
};
enum { SPOT_ROLE_SYSTEM = 0, SPOT_ROLE_USER = 1, SPOT_ROLE_COACH = 2, SPOT_ROLE_TOOL = 3 };
enum { SPOT_F_NONE = 0, SPOT_F_INSTRUCTION = 1, SPOT_F_INPUT = 2, SPOT_F_OUTPUT = 3, SPOT_F_SYSTEM = 4, SPOT_F_TURN0 = 16 };
enum { SPOT_SKIPPED = 0, SPOT_MET = 1, SPOT_BROKEN = 2 };
enum { SPOT_FIX_NONE = 0, SPOT_FIX_REPLACE = 1, SPOT_FIX_APPEND = 2 }; /* in place of the span; at the end, where something is missing */
enum { SPOT_LOG_DEBUG = 0, SPOT_LOG_INFO = 1, SPOT_LOG_WARN = 2, SPOT_LOG_ERROR = 3 };
enum { SPOT_R_STREAM = 1u, SPOT_R_EXCLUSIVE = 2u };
enum { SPOT_E_UNWINDS = 1u }; /* entry flag: panics unwind and are caught inside the plugin */

/* What is judged. instruction is the last user turn, output the last coach turn; turns hold the whole conversation. */
typedef struct spot_sample {
  uint32_t struct_size, flags;
  spot_str id, instruction, input, output, system, lang; /* lang: tr, en, ar, mixed, other; empty = not stated */
  const spot_turn *turns; size_t turns_len;
  const spot_kv *meta; size_t meta_len;
  const spot_kv *profile; size_t profile_len; /* diet=vegetarian, allergy=peanut, weight_kg=70, ... a key may repeat */
} spot_sample;

/* One remark. field SPOT_F_NONE: something is missing, start and end mean nothing. */
typedef struct spot_finding {
  uint32_t struct_size, rule, field, flags; /* rule: index into desc->rules */
  uint64_t start, end;                      /* bytes in the field's text, on character boundaries */
  uint32_t fix_kind, applicability; /* fix_kind: SPOT_FIX_*; applicability: zero */
  spot_str message, fix;
} spot_finding;

/* Owned by the host; valid only during the call it came with. [any] all */
typedef struct spot_sink spot_sink;
struct spot_sink {
  uint32_t struct_size, _pad;
  void *ctx;
  spot_status (*report)(const spot_sink *, const spot_finding *);                     /* STOP: the host has enough */
  spot_status (*outcome)(const spot_sink *, uint32_t rule, uint32_t outcome);         /* exactly once per rule */
  void (*error)(const spot_sink *, spot_status, spot_str message);
};

/* [any] all; valid from init until deinit returns. */
typedef struct spot_host spot_host;
struct spot_host {
  uint32_t struct_size, abi_minor;
  void *ctx;
  spot_str name, version;
  uint32_t log_level, _pad;
  void (*log)(const spot_host *, uint32_t level, spot_str target, spot_str message);
  const void *(*get_extension)(const spot_host *, spot_str id);
};

/* Extension spotter.analysis/1: the host's reading of a sample, shared by all rubrics.
 * Offsets are bytes in the source text of the turn. A later minor version may add codes at the end of a list: a plugin
 * leaves entries alone whose code it does not know. What each code means is told in the contract's documentation. */
enum { SPOT_LANG_TR, SPOT_LANG_EN, SPOT_LANG_AR, SPOT_LANG_MIXED, SPOT_LANG_OTHER };
enum { SPOT_SENTENCE_PROSE, SPOT_SENTENCE_ITEM, SPOT_SENTENCE_HEADING, SPOT_SENTENCE_ROW, SPOT_SENTENCE_JSON };
enum {
  SPOT_QUANTITY_NUMBER, SPOT_QUANTITY_COUNT, SPOT_QUANTITY_MASS, SPOT_QUANTITY_MASS_PER_MASS, SPOT_QUANTITY_ENERGY,
  SPOT_QUANTITY_VOLUME, SPOT_QUANTITY_LENGTH, SPOT_QUANTITY_TIME, SPOT_QUANTITY_AGE, SPOT_QUANTITY_PERCENT,
  SPOT_QUANTITY_TEMPERATURE, SPOT_QUANTITY_RATE, SPOT_QUANTITY_SETS, SPOT_QUANTITY_EFFORT, SPOT_QUANTITY_MONEY,
  SPOT_QUANTITY_ORDINAL
};
enum { SPOT_MENTION_FOOD, SPOT_MENTION_DRUG, SPOT_MENTION_CONDITION, SPOT_MENTION_TOPIC };
enum {
  SPOT_SCOPE_USED, SPOT_SCOPE_EXCLUDED, SPOT_SCOPE_REPLACED, SPOT_SCOPE_OPTIONAL, SPOT_SCOPE_ALTERNATIVE,
  SPOT_SCOPE_MENTIONED
};
enum {
  SPOT_ACT_REFUSAL, SPOT_ACT_REFERRAL, SPOT_ACT_DISCLAIMER, SPOT_ACT_DOSE, SPOT_ACT_START, SPOT_ACT_STOP,
  SPOT_ACT_DIAGNOSE, SPOT_ACT_CURE_CLAIM, SPOT_ACT_DELAY_CARE, SPOT_ACT_PROMOTE_HARM, SPOT_ACT_CRISIS
};
enum { SPOT_HAS_HIGH = 1u, SPOT_HAS_OTHER = 2u, SPOT_HAS_UNIT = 4u };
typedef struct spot_sentence { uint32_t turn, kind, lang, _pad; uint64_t start, end; } spot_sentence;
typedef struct spot_quantity {
  uint32_t turn, kind;
  uint64_t start, end;
  double value, high, other; /* high and other count only where their flag is set */
  uint32_t flags, _pad;      /* SPOT_HAS_* */
  spot_str unit;
} spot_quantity;
typedef struct spot_mention {
  uint32_t turn, kind, scope, _pad;
  uint64_t start, end;
  spot_str name, classes; /* classes: sorted, joined with commas */
} spot_mention;
typedef struct spot_condition { uint32_t turn, level; uint64_t start, end; } spot_condition;
typedef struct spot_act { uint32_t turn, act; uint64_t start, end; spot_str detail; } spot_act; /* detail: empty = none */
typedef struct spot_equation { uint32_t turn, _pad; uint64_t start, end; double stated, computed, tolerance; } spot_equation;
typedef struct spot_document {
  uint32_t struct_size, lang;
  spot_array sentences, quantities, mentions, conditions, acts, equations;
} spot_document;
typedef struct spot_analysis spot_analysis;
struct spot_analysis {
  uint32_t struct_size, _pad;
  /* [any] sample: the very pointer that check received; the document lives as long as that call. NULL: none. */
  const spot_document *(*document)(const spot_analysis *, const spot_sample *);
};

/* Judging an answer as it arrives. A rubric without streams is given whole answers. */
typedef struct spot_stream spot_stream;
struct spot_stream {
  uint32_t struct_size, hold_back; /* hold_back: bytes the host must not release yet */
  void *data;
  spot_status (*push)(spot_stream *, spot_str chunk, const spot_sink *);  /* [excl] whole characters */
  spot_status (*finish)(spot_stream *, const spot_sink *);                /* [excl] at most once */
  void (*close)(spot_stream *);                                          /* [excl] exactly once */
};

typedef struct spot_rubric spot_rubric;
struct spot_rubric {
  uint32_t struct_size, flags; /* SPOT_R_* */
  void *data;
  spot_status (*check)(const spot_rubric *, const spot_sample *, const spot_sink *);          /* [any] unless EXCLUSIVE */
  spot_stream *(*stream_open)(const spot_rubric *, const spot_sample *, const spot_sink *);   /* may be NULL */
  void (*destroy)(spot_rubric *);                            /* [excl] exactly once, after all streams are closed */
  const void *(*get_extension)(const spot_rubric *, spot_str id);                             /* may be NULL */
};

typedef struct spot_rule { uint32_t struct_size, status; spot_str name, summary, docs; } spot_rule; /* status: 0 stable 1 preview 2 deprecated */

typedef struct spot_desc spot_desc;
struct spot_desc {
  uint32_t struct_size, flags;
  spot_str name, summary;
  const spot_rule *const *rules; size_t rules_len; /* an array of pointers, for spot_rule may grow */
  spot_status (*create)(const spot_desc *, const spot_host *, spot_str options_toml, const spot_sink *, spot_rubric **out); /* [any] */
};

/* The one exported symbol, plain data: spotter_rubric_v1_<name>, so that two plugins can be linked into one program. */
typedef struct spot_entry {
  uint8_t magic[8];
  uint32_t struct_size;
  uint16_t abi_major, abi_minor, min_host_minor, ptr_bits;
  uint32_t endian, flags; /* SPOT_E_* */
  spot_str name, version, sdk;
  const spot_desc *const *rubrics; size_t rubrics_len;
  spot_status (*init)(const spot_host *, spot_str plugin_path); /* [once] may be called again after deinit */
  void (*deinit)(void);                                         /* [once] */
  const void *(*get_extension)(spot_str id);                    /* [any] may be NULL */
} spot_entry;

#ifdef __cplusplus
}
#endif
#endif
