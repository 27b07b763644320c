"""One person's data (个人信息保护法 45, 47): what the house holds of him, exported and erased."""
