"""The rights of a learner: to see what is kept, to have it put right, and to have it erased. The same for the
chat and for a page of the staff.
"""
