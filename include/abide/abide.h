/* Abide for programs in C, and in whatever language calls C: may this data go to that recipient,
 * for that purpose, by the policy? C99. `abide.hpp` is the same for C++, with names looked up once,
 * reasons one by one, and a policy that is replaced while others ask it.
 *
 *   char* problem = NULL;
 *   abide_policy* policy = abide_policy_load("shop.policy", &problem);
 *   if (policy == NULL) { fputs(problem ? problem : "no memory\n", stderr);
 * abide_text_free(problem); } else if (abide_decide(policy, "stripe", "payments", "payment.card",
 * NULL, 0)) { send it }
 *
 * Everything fails closed: what no promise sends, a name that the policy does not declare, a state
 * that nobody told about, a null pointer and memory that has run out permit nothing. Texts are
 * UTF-8 and end with a zero byte.
 *
 * Until version 1.0 a change of the second number may break programs; after it, of the first. */
#ifndef ABIDE_ABIDE_H
#define ABIDE_ABIDE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A policy that was read, resolved and checked. It never changes: any number of threads may ask it,
 * until one of them frees it. */
typedef struct abide_policy abide_policy;

/* What is known about the person. A state that is not listed is unknown: it permits nothing that
 * needs it, and ends no prohibition. */
typedef struct abide_state {
  const char* name;
  int holds; /* 0: the person is known not to be in it */
} abide_state;

/* Reads the policy and what it imports, from the file system and from nowhere else. Expiry is
 * judged by today's date in UTC.
 * problem  receives why NULL was returned, for people: the caller's, see abide_text_free. May be
 *          NULL; is left NULL where memory has run out. */
abide_policy* abide_policy_load(const char* path, char** problem);
void abide_policy_free(abide_policy* policy); /* NULL: nothing */

/* 1 where the data may go, else 0. A category with others below it goes when all of them may. */
int abide_decide(const abide_policy* policy, const char* to, const char* purpose,
                 const char* category, const abide_state* states, size_t count);

/* The same answer for people and for logs: a line for each category at the bottom, with the promise
 * and the sentence that decide; or the name that the policy does not declare. It tells of the
 * policy alone, never of anybody's data. The caller's; NULL where memory has run out. */
char* abide_why(const abide_policy* policy, const char* to, const char* purpose,
                const char* category, const abide_state* states, size_t count);

/* Frees what the functions above gave. NULL: nothing. */
void abide_text_free(char* text);

/* The version of the library, such as "0.1.0". */
const char* abide_version(void);

#ifdef __cplusplus
}
#endif

#endif
