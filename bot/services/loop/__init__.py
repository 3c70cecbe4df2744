"""From a sign-up to the first lessons: what staff, volunteers and learners do with a case, one verb each."""
