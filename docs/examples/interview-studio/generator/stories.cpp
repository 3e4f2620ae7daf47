// Eight topics of interview practice. Plain data.
#include "stories.hpp"

namespace abide::studio {
namespace {

// Long sentences are cut over two lines, which is no comma forgotten.
// NOLINTBEGIN(bugprone-suspicious-missing-comma)

using Text = std::string_view;

constexpr Text conflict_questions[] = {
    "Tell me about a time you disagreed with a colleague.",
    "Describe a conflict in a team and how you handled it.",
    "When did you last have to work with someone you found difficult?"};
constexpr Text conflict_situations[] = {
    "At {workplace} I shared {project} with {colleague}, and for {n} weeks we had not agreed on "
    "who owned the plan.",
    "While I was with {team} at {workplace}, {colleague} turned down my proposal for {project} in "
    "front of {n} people.",
    "{Colleague} and I read the brief for {project} in opposite ways, and {team} had begun to take "
    "sides.",
    "On {project} I inherited a quarrel between {team} and {colleague} that had already cost {n} "
    "days."};
constexpr Text conflict_tasks[] = {
    "I had to settle it without losing another week, because the client expected a draft in {n} "
    "days.",
    "My task was to get to one plan that both of us would defend.",
    "I wanted the decision to rest on evidence rather than on who spoke last."};
constexpr Text conflict_actions[] = {
    "I asked {colleague} for half an hour away from the others and wrote down both views before I "
    "gave mine.",
    "I listed the {n} points we agreed on first, which left only {m} in dispute.",
    "I proposed that we try both versions on {pct} per cent of the work and compare them after {n} "
    "days.",
    "When it turned out that I had misread the numbers, I said so in the next meeting.",
    "I asked our manager to sit in and keep time, and not to decide for us.",
    "I kept a page of decisions that anybody in {team} could read and correct."};
constexpr Text conflict_results[] = {
    "We chose the second version, and rework on {project} fell by {pct} per cent.",
    "{Colleague} later asked me to join the next project, which I took as the real result.",
    "The draft went out {n} days early, and {team} kept the page of decisions.",
    "The client signed after {n} days, and we have had no such dispute since."};

constexpr Text deadline_questions[] = {
    "Tell me about a time you had to deliver under pressure.",
    "How do you decide what to drop when you cannot finish everything?",
    "Describe a deadline that you nearly missed."};
constexpr Text deadline_situations[] = {
    "Two of our {n} suppliers failed in the same week while {team} was finishing {project}.",
    "At {workplace} the date for {project} moved forward by {n} weeks after a change in the law.",
    "I took over {project} when it was {pct} per cent done and {n} weeks late.",
    "Half of {team} was ill in the month before {project} was due."};
constexpr Text deadline_tasks[] = {
    "I was asked to say within {n} hours whether the date could hold.",
    "I had to keep the promise to the customer and keep people from working at night.",
    "It fell to me to cut the scope without cutting what mattered."};
constexpr Text deadline_actions[] = {
    "I sorted the {n} open items by what would hurt the customer, and moved {m} of them to a later "
    "release.",
    "I put a short meeting at nine each morning where anyone could say what blocked them.",
    "I rang the customer myself and offered two dates with what each would contain.",
    "I borrowed {m} people from {colleague} for {n} days and wrote them a page to start from.",
    "I stopped reporting percentages and showed a list of finished things instead.",
    "I did the dullest part of the work myself, so that {team} could stay with the hard part."};
constexpr Text deadline_results[] = {
    "We delivered on the day with {m} known faults, all of them listed.",
    "The date held, and overtime in {team} came to {n} hours in all.",
    "We were {m} days late instead of {n} weeks, and the customer had known it from the start.",
    "{Project} went live with {pct} per cent of the scope, and nobody ever asked for the rest."};

constexpr Text failure_questions[] = {"Tell me about a mistake you made at work.",
                                      "Describe a project that failed. What was your part in it?",
                                      "What is the hardest feedback you have received?"};
constexpr Text failure_situations[] = {
    "I once sent the wrong price list for {project} to {n} customers of {workplace}.",
    "My first release at {workplace} took down the booking page for {n} minutes.",
    "I had promised {colleague} a forecast for {project} and was wrong by {pct} per cent.",
    "In my second month with {team} I skipped a review because I was sure of my work on "
    "{project}."};
constexpr Text failure_tasks[] = {"I had to tell my manager before anyone else did.",
                                  "The damage had to be limited that same day.",
                                  "I owed the team an explanation and a fix, in that order."};
constexpr Text failure_actions[] = {
    "I wrote to everyone affected within {n} hours, said what was wrong and what would follow.",
    "I went through the {n} steps before it and marked where a check would have caught it.",
    "I asked {colleague} to review my repair, line by line.",
    "I added a rehearsal on a copy of the data to our checklist.",
    "I kept a note of the cost, {money} pounds in all, and put it in the report.",
    "I presented it at the next retrospective, so that nobody had to guess."};
constexpr Text failure_results[] = {
    "All but {m} of the customers stayed, and the checklist is still in use.",
    "The same fault was caught {n} times in the following year before it did harm.",
    "My manager used the report as the template for later ones.",
    "The page has not been down for that reason since, and I still run the rehearsal."};

constexpr Text leading_questions[] = {"Give an example of a time you led without having authority.",
                                      "Tell me about a person you helped to grow.",
                                      "Describe a decision that your team did not like."};
constexpr Text leading_situations[] = {
    "{Team} at {workplace} had lost its lead, and {project} had no owner for {n} weeks.",
    "I was asked to bring {n} new starters into {project} at once.",
    "A quiet member of {team} was about to leave {workplace} because nobody asked for her view.",
    "Our budget for {project} was cut by {pct} per cent in the middle of the year."};
constexpr Text leading_tasks[] = {
    "I was the longest there, so people looked at me, although nobody had given me the title.",
    "My aim was that in {n} weeks they would not need me.",
    "I had to tell people what would stop, and why."};
constexpr Text leading_actions[] = {
    "I gave each person one part to own and a date to show it to the others.",
    "I paired every newcomer with someone who had joined within the last {n} months.",
    "I asked for the arguments against my plan in writing and answered all {n} of them.",
    "I moved the weekly meeting to a time that the part-timers could make.",
    "I sat in on {m} customer calls with her and let her lead the last one.",
    "I told {colleague} what I had decided, what I was unsure of, and when we would look again."};
constexpr Text leading_results[] = {
    "After {n} weeks {team} ran {project} on its own.",
    "{N} of the new starters were still there a year later.",
    "She now leads a group of {n}, and I learn from her.",
    "We kept {pct} per cent of the plan on {m} fewer people, and nobody resigned."};

constexpr Text customer_questions[] = {
    "Tell me about a time you went out of your way for a customer.",
    "How have you dealt with an angry customer?", "Describe a time you had to say no to a client."};
constexpr Text customer_situations[] = {
    "A family had been sent to three counters at {workplace} before they came to mine.",
    "Our largest client on {project} threatened to leave after {n} late invoices.",
    "A customer of {workplace} asked for a feature that would have broken the work of {n} others.",
    "On a Friday at {workplace} a caller had been on hold for {n} minutes and was shouting."};
constexpr Text customer_tasks[] = {
    "I was not the owner of the problem, yet I was the last person they would ask.",
    "I had to keep the relation and refuse the request.",
    "They needed one answer from one person."};
constexpr Text customer_actions[] = {
    "I repeated the complaint in my own words until they said that I had it right.",
    "I stayed on the line while I rang {colleague}, so that they did not have to explain it again.",
    "I offered {m} ways out, with what each would cost, and let them choose.",
    "I showed them the numbers of the other {n} customers and asked what they would do in my "
    "place.",
    "I put my own name and number on the letter.",
    "I rang again {n} days later, when nothing was wrong any more."};
constexpr Text customer_results[] = {
    "They stayed, and renewed for {n} months in the spring.",
    "Complaints about that counter fell by {pct} per cent after we changed the form.",
    "They took the second way, and told {colleague} that it was the first straight answer they had "
    "had.",
    "The refund cost {money} pounds and saved a contract worth much more."};

constexpr Text change_questions[] = {
    "Tell me about a time you had to learn something quickly.",
    "Describe a change that you introduced and that people resisted.",
    "How do you work when the goal keeps moving?"};
constexpr Text change_situations[] = {
    "The firm, {workplace}, replaced its records system in the week I started, and {project} "
    "depended on it.",
    "{Team} had used the same spreadsheet for {n} years, with {m} people editing it at once.",
    "The aim of {project} changed {m} times in one quarter.",
    "I moved from {workplace} into a field of which I knew nothing but the name."};
constexpr Text change_tasks[] = {
    "I had {n} days until I would have to train others.",
    "I had to move everybody over without losing a single entry.",
    "What was asked of me was a plan that would survive the next change."};
constexpr Text change_actions[] = {
    "I spent the first {m} mornings beside the people who did the work and took notes.",
    "I ran the old way and the new one side by side for {n} weeks and compared the totals each "
    "night.",
    "I wrote the questions I could not answer on the wall, where others began to answer them.",
    "I asked the loudest sceptic, {colleague}, to break it, and she found {m} real faults.",
    "I split the work into pieces of {n} days, so that a new goal cost us one piece at most.",
    "I made a card of {n} lines that fitted beside the screen."};
constexpr Text change_results[] = {
    "All {n} teams had moved by the end of the month, and we lost nothing.",
    "The time for one entry went from {n} minutes to {m}.",
    "We threw away {pct} per cent of the work in place of all of it.",
    "By the autumn I was the one who was asked."};

constexpr Text persuasion_questions[] = {"Tell me about a time you changed somebody's mind.",
                                         "Describe how you presented an unpopular idea.",
                                         "When did you convince a manager to change course?"};
constexpr Text persuasion_situations[] = {
    "The board of {workplace} was about to buy a tool for {project} that {team} would not have "
    "used.",
    "{Colleague} wanted to stop our pilot on {project} after {n} weeks.",
    "At {workplace} it was a rule that no one worked from elsewhere, which cost us {n} applicants.",
    "I was sure that {project} measured the wrong thing."};
constexpr Text persuasion_tasks[] = {"I had {n} minutes on the agenda and no vote.",
                                     "I needed a small yes rather than a large one.",
                                     "I had to make the case without making anyone look foolish."};
constexpr Text persuasion_actions[] = {
    "I asked {n} users the same {m} questions and brought their words, not mine.",
    "I rang each member of the group beforehand and asked what would worry them.",
    "I brought one page: the cost of staying, the cost of moving, and how we could turn back.",
    "I offered a trial of {n} weeks that would cost {money} pounds.",
    "I let {colleague} give the part that was her idea.",
    "I agreed in advance on the number at which I would drop it."};
constexpr Text persuasion_results[] = {
    "They put off the purchase, and after {n} months dropped it.",
    "The pilot went on, and {pct} per cent of its users stayed.",
    "The rule fell in the spring, and we filled {m} posts that had been open for a year.",
    "My idea lost, and I still think that it was heard fairly."};

constexpr Text analysis_questions[] = {
    "Walk me through a problem you solved with data.",
    "Tell me about a time you found the cause that others had missed.",
    "Describe a decision you took with too little information."};
constexpr Text analysis_situations[] = {
    "Visits to {workplace} had dropped by {pct} per cent, and everyone had a different reason.",
    "On {project} the totals of two reports differed by {money} pounds each month.",
    "{Team} was about to recruit {m} people because the queue grew each winter.",
    "One machine in {n} failed at {workplace}, always on the night shift."};
constexpr Text analysis_tasks[] = {"I was given {n} days and a spreadsheet.",
                                   "I had to find the cause before the next month closed.",
                                   "I was to recommend yes or no by Friday."};
constexpr Text analysis_actions[] = {
    "I drew the numbers by day before I calculated anything, and the step was plain to see.",
    "I took {n} cases by hand from start to end and timed every wait.",
    "I asked {colleague} to argue for the opposite of what I believed.",
    "I threw out {pct} per cent of the rows, which were tests, and said so on the first page.",
    "I wrote the query so that {team} could run it again without me.",
    "I stated how sure I was, and what would change my mind."};
constexpr Text analysis_results[] = {
    "It was a holiday counted twice; the reports have agreed for {n} months.",
    "We moved {m} people to the mornings and recruited none.",
    "The cause was a door left open for deliveries, and failures fell by {pct} per cent.",
    "We decided against it, and a year later the figures bore that out."};

// NOLINTEND(bugprone-suspicious-missing-comma)

constexpr Topic all_topics[] = {
    {"conflict", conflict_questions, conflict_situations, conflict_tasks, conflict_actions,
     conflict_results},
    {"deadlines", deadline_questions, deadline_situations, deadline_tasks, deadline_actions,
     deadline_results},
    {"mistakes", failure_questions, failure_situations, failure_tasks, failure_actions,
     failure_results},
    {"leading", leading_questions, leading_situations, leading_tasks, leading_actions,
     leading_results},
    {"customers", customer_questions, customer_situations, customer_tasks, customer_actions,
     customer_results},
    {"change", change_questions, change_situations, change_tasks, change_actions, change_results},
    {"persuasion", persuasion_questions, persuasion_situations, persuasion_tasks,
     persuasion_actions, persuasion_results},
    {"analysis", analysis_questions, analysis_situations, analysis_tasks, analysis_actions,
     analysis_results}};

constexpr Text all_lessons[] = {
    "What I took from it is to ask earlier.",
    "I have used the same approach on {m} projects since.",
    "If I did it again, I would write things down from the first day.",
    "It taught me that {n} quiet minutes at the start save days at the end.",
    "As a {role} I would begin with the people who do the work.",
    "I still keep the notes from that month."};
constexpr Text all_asides[] = {
    "I should say that this was before I had any training for it.",
    "There were {n} of us in a room made for {m}.",
    "It was the wettest {month} that anyone remembered, and half of us came in late.",
    "I had been there for {n} months at the time.",
    "Nobody had written any of it down.",
    "We were spread over {m} towns."};

}  // namespace

std::span<const Topic> topics() { return all_topics; }
std::span<const std::string_view> lessons() { return all_lessons; }
std::span<const std::string_view> asides() { return all_asides; }

}  // namespace abide::studio
