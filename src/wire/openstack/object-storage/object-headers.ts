/** What every header of an object's own metadata begins with; the name follows. */
export const objectMetadataPrefix = 'x-object-meta-'
export const containerMetadataPrefix = 'x-container-meta-'
export const accountMetadataPrefix = 'x-account-meta-'
